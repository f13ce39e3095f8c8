import { z } from "zod";
import { explainFeatures } from "../explain/explain-features";
import type { Explanation, ExplainOptions } from "../explain/explanation";
import type { FittedModel, Task } from "../family";
import type { Matrix } from "../matrix";
import { ModelFormatError, packModel, requireArray, unpackModel, type ModelArray } from "../model-bytes";
import { forward, type DenseLayer, type DenseNetwork } from "../neural/dense-network";
import { embeddedWidth, type Embedding } from "../neural/embedding";
import { standardise, type Standardiser } from "../neural/standardiser";
import { softmax } from "../trees/softmax";
import { checkComplete, checkFeatures } from "./check-matrix";
import { withTableRows } from "./network-inputs";

const headerSchema = z.object({
  family: z.literal("neural_network"),
  task: z.enum(["regression", "classification"]),
  classCount: z.int().min(0),
  featureNames: z.array(z.string()).min(1),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  activation: z.enum(["relu", "tanh", "logistic", "identity"]),
  /** Units from the inputs to the outputs. */
  sizes: z.array(z.int().min(1)).min(2),
  /** Absent in models from before there were any. */
  embeddings: z
    .array(z.object({ feature: z.int().min(0), cardinality: z.int().min(1), size: z.int().min(1).max(600) }))
    .default([]),
});

export interface NetworkModelParts {
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly network: DenseNetwork;
  readonly inputScaling: Standardiser;
  /** Null for classification. */
  readonly targetScaling: Standardiser | null;
}

/** A fitted network: its dense weights, and the scaling of inputs and target. */
export class NetworkModel implements FittedModel {
  readonly family = "neural_network";
  readonly task: Task;
  readonly classCount: number;
  readonly featureNames: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(private readonly parts: NetworkModelParts) {
    this.task = parts.task;
    this.classCount = parts.classCount;
    this.featureNames = parts.featureNames;
    this.facts = parts.facts;
  }

  static load(bytes: Uint8Array): NetworkModel {
    const model = unpackModel(bytes);
    const parsed = headerSchema.safeParse(model.header);
    if (!parsed.success) throw new ModelFormatError("it holds no neural network, or its header is damaged");
    const { sizes, activation, task, classCount, featureNames, facts, embeddings } = parsed.data;
    const read = (name: string, length: number) => {
      const array = requireArray(model, name, "Float64Array");
      if (array.length !== length) throw new ModelFormatError(`"${name}" has the wrong length`);
      return array;
    };
    const layers = sizes.slice(1).map((outputs, depth): DenseLayer => {
      const kernel = requireArray(model, `kernel${depth}`, "Float32Array");
      const bias = requireArray(model, `bias${depth}`, "Float32Array");
      const inputs = sizes[depth];
      if (kernel.length !== inputs * outputs || bias.length !== outputs) {
        throw new ModelFormatError(`layer ${depth} has the wrong shape`);
      }
      return { inputs, outputs, kernel, bias };
    });
    const tables = embeddings.map((shape, i): Embedding => {
      const table = requireArray(model, `embedding${i}`, "Float32Array");
      if (table.length !== (shape.cardinality + 1) * shape.size || shape.feature >= featureNames.length)
        throw new ModelFormatError(`embedding ${i} has the wrong shape`);
      return { ...shape, table };
    });
    if (sizes[0] !== embeddedWidth(featureNames.length, tables) || sizes.at(-1) !== Math.max(1, classCount)) {
      throw new ModelFormatError("its layers do not fit its features and classes");
    }
    return new NetworkModel({
      task,
      classCount,
      featureNames,
      facts,
      network: { layers, activation, embeddings: tables },
      inputScaling: {
        means: read("inputMeans", featureNames.length),
        scales: read("inputScales", featureNames.length),
      },
      targetScaling:
        task === "regression" ? { means: read("targetMean", 1), scales: read("targetScale", 1) } : null,
    });
  }

  save(): Uint8Array {
    const { task, classCount, featureNames, facts, network, inputScaling, targetScaling } = this.parts;
    const sizes = [network.layers[0].inputs, ...network.layers.map((layer) => layer.outputs)];
    const arrays: Record<string, ModelArray> = {
      inputMeans: inputScaling.means,
      inputScales: inputScaling.scales,
    };
    if (targetScaling) {
      arrays["targetMean"] = targetScaling.means;
      arrays["targetScale"] = targetScaling.scales;
    }
    network.layers.forEach(({ kernel, bias }, depth) => {
      arrays[`kernel${depth}`] = kernel;
      arrays[`bias${depth}`] = bias;
    });
    network.embeddings.forEach(({ table }, i) => (arrays[`embedding${i}`] = table));
    const { family } = this;
    const embeddings = network.embeddings.map(({ feature, cardinality, size }) => ({
      feature,
      cardinality,
      size,
    }));
    const { activation } = network;
    return packModel(
      { family, task, classCount, featureNames, facts, activation, sizes, embeddings },
      arrays,
    );
  }

  explain(x: Matrix, options?: ExplainOptions): Promise<Explanation> {
    return explainFeatures(this, x, options);
  }

  /** A network's weights say little about single features; permutation importance does. */
  importance(): null {
    return null;
  }

  predict(x: Matrix): Float64Array {
    const raw = this.raw(x);
    const { targetScaling, classCount } = this.parts;
    if (targetScaling) return raw.map((value) => value * targetScaling.scales[0] + targetScaling.means[0]);
    const classes = new Float64Array(x.rowCount);
    for (let row = 0; row < x.rowCount; row++) {
      let best = 0;
      for (let k = 1; k < classCount; k++)
        if (raw[row * classCount + k] > raw[row * classCount + best]) best = k;
      classes[row] = best;
    }
    return classes;
  }

  predictProba(x: Matrix): Float64Array {
    if (this.task !== "classification")
      throw new TypeError("Only a classification model predicts probabilities.");
    const raw = this.raw(x);
    for (let at = 0; at < raw.length; at += this.classCount) softmax(raw, at, this.classCount);
    return raw;
  }

  private raw(x: Matrix): Float64Array {
    checkFeatures(x, this.featureNames);
    const { network, inputScaling } = this.parts;
    const coded = withTableRows(x, network.embeddings);
    checkComplete(coded);
    return forward(network, standardise(coded, inputScaling), x.rowCount);
  }
}
