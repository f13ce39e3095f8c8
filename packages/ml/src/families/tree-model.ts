import { z } from "zod";
import { TreeExplainer } from "../explain/explain-trees";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FamilyId, FittedModel, Task, TaskRunner } from "../family";
import type { Matrix } from "../matrix";
import { ModelFormatError, packModel, unpackModel } from "../model-bytes";
import { categorySplitFromJSON } from "../trees/category-splits";
import { addTrees, ownersOf, treeArrays, type TreeEnsemble } from "../trees/ensemble";
import { ensembleArrays, readEnsemble } from "../trees/ensemble-bytes";
import { softmax } from "../trees/softmax";
import { WalkQueue } from "../trees/walk-queue";
import { checkFeatures } from "./check-matrix";

const headerSchema = z.object({
  family: z.string(),
  task: z.enum(["regression", "classification"]),
  classCount: z.int().min(0),
  featureNames: z.array(z.string()).min(1),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  leafSize: z.int().min(1),
  outputs: z.int().min(1),
  /** How sums become answers: their mean, the sums plus `baseline`, or that through the logistic or softmax link. */
  link: z.enum(["mean", "identity", "logistic", "softmax"]),
  baseline: z.array(z.number()),
  /** Absent in models without category splits. */
  categorySplits: z
    .array(z.object({ feature: z.int().min(0), sides: z.string().regex(/^[01]{1,254}$/) }))
    .optional(),
});

export type TreeModelHeader = z.infer<typeof headerSchema>;

/** A fitted forest or boosting: trees, and how their sums become answers. */
export class TreeModel implements FittedModel {
  readonly family: FamilyId;
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  private queue: WalkQueue | null = null;
  private explainer: TreeExplainer | null = null;

  constructor(
    private readonly header: TreeModelHeader & { family: FamilyId },
    private readonly ensemble: TreeEnsemble,
    private readonly importances: Float64Array,
  ) {
    this.family = header.family;
    this.task = header.task;
    this.classCount = header.classCount;
    this.featureNames = header.featureNames;
    this.facts = header.facts;
  }

  static load(bytes: Uint8Array, family: FamilyId): TreeModel {
    const model = unpackModel(bytes);
    const header = headerSchema.safeParse(model.header);
    if (!header.success) throw new ModelFormatError("its header is damaged");
    if (header.data.family !== family) {
      throw new ModelFormatError(`it holds a ${header.data.family} model, expected ${family}`);
    }
    const { leafSize, outputs, featureNames } = header.data;
    const categorySplits = (header.data.categorySplits ?? []).map(categorySplitFromJSON);
    if (categorySplits.some(({ feature }) => feature >= featureNames.length)) {
      throw new ModelFormatError("its category splits are damaged");
    }
    const featureCount = featureNames.length + categorySplits.length;
    const ensemble = readEnsemble(model, { featureCount, categorySplits, leafSize, outputs });
    const importances = model.arrays["importances"];
    if (!(importances instanceof Float64Array) || importances.length !== featureNames.length) {
      throw new ModelFormatError("its importances are damaged");
    }
    return new TreeModel({ ...header.data, family }, ensemble, importances.slice());
  }

  save(): Uint8Array {
    return packModel(this.header, {
      ...ensembleArrays(treeArrays(this.ensemble)),
      importances: this.importances,
    });
  }

  importance(): Float64Array {
    return this.importances.slice();
  }

  /** How often each feature is split by, as shares; shape (featureCount). */
  splitImportance(): Float64Array {
    const { nodes } = treeArrays(this.ensemble);
    const owners = ownersOf(this.ensemble);
    const counts = new Float64Array(this.featureNames.length);
    for (let i = 0; i < nodes.length; i += 3) counts[owners[nodes[i] >>> 17]]++;
    return normalised(counts);
  }

  /** Exactly from the trees: a forest's value or probability, a boosting's score before its link. */
  async explain(x: Matrix, options: ExplainOptions = {}): Promise<Explanation> {
    checkFeatures(x, this.featureNames);
    if (options.background) checkFeatures(options.background, this.featureNames);
    const { link, baseline } = this.header;
    const { outputs, roots } = this.ensemble;
    this.explainer ??= new TreeExplainer(treeArrays(this.ensemble), {
      scale: link === "mean" ? 1 / roots.length : 1,
      offsets: Float64Array.from({ length: outputs }, (_, output) => baseline[output] ?? 0),
      of: (rows) => this.margins(rows),
    });
    const raw = link === "mean" ? "probability" : "margin";
    return this.explainer.explain(x, this.task === "regression" ? "value" : raw, options);
  }

  predict(x: Matrix): Float64Array {
    return this.valuesOrClasses(this.answers(x));
  }

  async predictOn(runner: TaskRunner, x: Matrix): Promise<Float64Array> {
    const { walker } = this.ensemble;
    if (walker === null) return this.predict(x);
    this.queue ??= new WalkQueue(this.ensemble, walker, runner);
    const sums = this.startingSums(x);
    await this.queue.add(x.data, x.rowCount, sums);
    return this.valuesOrClasses(this.linked(sums));
  }

  private valuesOrClasses(answers: Float64Array): Float64Array {
    if (this.task === "regression") return answers;
    const { outputs } = this.ensemble;
    if (outputs === 1) return answers.map((probability) => (probability > 0.5 ? 1 : 0));
    const classes = new Float64Array(answers.length / outputs);
    for (let row = 0; row < classes.length; row++) {
      let best = 0;
      for (let k = 1; k < outputs; k++)
        if (answers[row * outputs + k] > answers[row * outputs + best]) best = k;
      classes[row] = best;
    }
    return classes;
  }

  predictProba(x: Matrix): Float64Array {
    if (this.task !== "classification")
      throw new TypeError("Only a classification model predicts probabilities.");
    const answers = this.answers(x);
    if (this.ensemble.outputs > 1) return answers;
    const both = new Float64Array(2 * x.rowCount);
    answers.forEach((probability, row) => {
      both[2 * row] = 1 - probability;
      both[2 * row + 1] = probability;
    });
    return both;
  }

  private answers(x: Matrix): Float64Array {
    const sums = this.startingSums(x);
    addTrees(this.ensemble, x.data, x.rowCount, sums);
    return this.linked(sums);
  }

  private startingSums(x: Matrix): Float64Array {
    checkFeatures(x, this.featureNames);
    const { outputs } = this.ensemble;
    const { link, baseline } = this.header;
    const sums = new Float64Array(x.rowCount * outputs);
    if (link !== "mean") for (let i = 0; i < sums.length; i++) sums[i] = baseline[i % outputs];
    return sums;
  }

  /** Sums become answers, in place. */
  private linked(sums: Float64Array): Float64Array {
    const { outputs } = this.ensemble;
    const { link } = this.header;
    this.toMargins(sums);
    if (link === "logistic") for (let i = 0; i < sums.length; i++) sums[i] = 1 / (1 + Math.exp(-sums[i]));
    if (link === "softmax") for (let at = 0; at < sums.length; at += outputs) softmax(sums, at, outputs);
    return sums;
  }

  /** What is explained: the answers before the logistic or softmax link. */
  private margins(x: Matrix): Float64Array {
    const sums = this.startingSums(x);
    addTrees(this.ensemble, x.data, x.rowCount, sums);
    return this.toMargins(sums);
  }

  private toMargins(sums: Float64Array): Float64Array {
    const trees = this.ensemble.roots.length;
    if (this.header.link === "mean") for (let i = 0; i < sums.length; i++) sums[i] /= trees;
    return sums;
  }
}

/** Non-negative numbers scaled to sum 1; all 0 stay 0. */
export function normalised(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values;
}
