import { checkFeatures } from "../families/check-matrix";
import type { FittedModel } from "../family";
import { featureCount, type Matrix } from "../matrix";
import { runWithPauses } from "../parallel/task";
import { answersOf, outputsOf } from "./answers";
import { backgroundMissing, drawBackground } from "./background";
import type { Explanation, ExplainOptions } from "./explanation";
import { sampleShapley, type MixedRows } from "./sampling";

/** Explains any model by its answers, over a background. Throws `background_missing` without one. */
export async function explainFeatures(
  model: Omit<FittedModel, "explain">,
  x: Matrix,
  options: ExplainOptions = {},
): Promise<Explanation> {
  if (!options.background) throw backgroundMissing();
  checkFeatures(x, model.featureNames);
  checkFeatures(options.background, model.featureNames);
  const rows = mixMatrices(model, x, drawBackground(options.background, options));
  const quantity = model.task === "regression" ? "value" : "probability";
  return runWithPauses(sampleShapley(rows, quantity, options), options.signal);
}

function mixMatrices(model: Omit<FittedModel, "explain">, x: Matrix, background: Matrix): MixedRows {
  const width = featureCount(x);
  return {
    players: x.featureNames,
    outputs: outputsOf(model),
    rowCount: x.rowCount,
    backgroundCount: background.rowCount,
    answer(sources, count) {
      const data = new Float64Array(count * width);
      for (let i = 0; i < data.length; i++) {
        const own = sources[i] < x.rowCount;
        const row = own ? sources[i] : sources[i] - x.rowCount;
        data[i] = (own ? x.data : background.data)[row * width + (i % width)];
      }
      return answersOf(model, { ...x, rowCount: count, data });
    },
  };
}
