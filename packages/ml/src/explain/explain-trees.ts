import { LearningError } from "../errors";
import type { Matrix } from "../matrix";
import { runWithPauses } from "../parallel/task";
import type { TreeArrays } from "../trees/ensemble";
import { unpackLeafCovers } from "../trees/leaf-covers";
import { drawBackground } from "./background";
import type { Explanation, ExplainOptions } from "./explanation";
import { InterventionalShap } from "./interventional-shap";
import { PathDependentShap } from "./tree-shap";
import { treeValues } from "./tree-values";

/** What is explained: the sums of a tree model's leaves times `scale`, plus `offsets` (shape (outputs)). */
export interface Margins {
  readonly scale: number;
  readonly offsets: Float64Array;
  /** The margins of rows as the model itself computes them; shape (rowCount, outputs). */
  of(x: Matrix): Float64Array;
}

/** Explains the trees of one model; what it works out once about them is kept for the next rows. */
export class TreeExplainer {
  private pathDependent: PathDependentShap | null = null;

  constructor(
    private readonly trees: TreeArrays,
    private readonly margins: Margins,
  ) {}

  /** Throws `background_missing` for a model without covers when no background is given. */
  async explain(x: Matrix, quantity: Explanation["quantity"], options: ExplainOptions): Promise<Explanation> {
    const { trees, margins } = this;
    const { outputs, roots } = trees;
    const background = options.background && drawBackground(options.background, options);
    const shap = background ? new InterventionalShap(trees, background) : this.byCovers();
    const onTree = (done: number) => options.onProgress?.({ done, total: roots.length });
    const values = await runWithPauses(treeValues(trees, shap, x, onTree), options.signal);
    for (let i = 0; i < values.length; i++) values[i] *= margins.scale;
    const base = background ? columnMeans(margins.of(background), outputs) : this.expectation();
    return {
      method: background ? "tree_interventional" : "tree_path_dependent",
      quantity,
      rowCount: x.rowCount,
      featureNames: x.featureNames,
      outputs,
      base,
      predictions: margins.of(x),
      values,
    };
  }

  private byCovers(): PathDependentShap {
    const { leafCovers, leaves, leafSize } = this.trees;
    if (leafCovers === null) {
      throw new LearningError(
        "background_missing",
        "This model was saved without the training weights of its leaves; explaining it needs background rows.",
      );
    }
    return (this.pathDependent ??= new PathDependentShap(
      this.trees,
      unpackLeafCovers(leafCovers, leaves.length / leafSize),
    ));
  }

  private expectation(): Float64Array {
    const { scale, offsets } = this.margins;
    return this.byCovers().expectation.map((sum, output) => sum * scale + offsets[output]);
  }
}

/** Mean of each column of a row-major array. */
export function columnMeans(data: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  const rows = data.length / columns;
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  return means;
}
