import { binOf } from "../metrics/bins";
import { quantile } from "../metrics/quantile";
import { residuals } from "../metrics/regression";
import { finite, rounded, type JudgedRows } from "./judged-rows";
import type { RegressionPictures } from "./schema";
import { thinRows } from "./thin-rows";

/** Points of a scatter plot; more only hide each other. */
const SAMPLE = 1000;
const BINS = 30;
/** Share of residuals at each end that the histogram counts without drawing them. */
const TAIL = 0.005;

/** What the pictures of a regression show; rows whose prediction is not finite are left out. */
export function regressionPictures({ y, predicted }: JudgedRows): RegressionPictures {
  const missed = residuals(y, predicted);
  const known = missed.filter(Number.isFinite).sort();
  const at = (share: number) => finite(quantile(known, share));
  const sound = Int32Array.from(y.keys()).filter((row) => Number.isFinite(missed[row]));
  const sample = thinRows(sound.length, SAMPLE).map((index) => sound[index]);
  return {
    residual_quantiles: { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
    residual_histogram: histogram(known),
    sample: {
      actual: Array.from(sample, (row) => rounded(y[row])),
      predicted: Array.from(sample, (row) => rounded(predicted[row])),
    },
  };
}

function histogram(sorted: Float64Array): RegressionPictures["residual_histogram"] {
  if (sorted.length === 0) return { edges: [], counts: [], below: 0, above: 0 };
  const [low, high] = [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
  const bins = low === high ? 1 : BINS;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + high * (i / bins));
  edges[bins] = high;
  const counts = new Array<number>(bins).fill(0);
  let [below, above] = [0, 0];
  for (const value of sorted) {
    if (value < low) below++;
    else if (value > high) above++;
    else counts[binOf(edges, value)]++;
  }
  return { edges: Array.from(edges, rounded), counts, below, above };
}
