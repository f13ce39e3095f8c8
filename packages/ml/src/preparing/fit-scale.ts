import type { ScaleMethod } from "./column-options";
import { finite, mean, quantile, standardDeviation } from "./statistics";

export interface Scaling {
  readonly center: number;
  readonly scale: number;
}

/** How these values, ascending, are scaled; a constant is only centred. */
export function fitScale(sorted: Float64Array, method: ScaleMethod): Scaling {
  const [center, scale] = centerAndScale(sorted, method);
  return { center, scale: scale > 0 && Number.isFinite(scale) ? scale : 1 };
}

function centerAndScale(sorted: Float64Array, method: ScaleMethod): [number, number] {
  switch (method) {
    case "none":
      return [0, 1];
    case "standard":
      return [mean(sorted), standardDeviation(sorted)];
    case "min_max":
      return [sorted[0], finite(sorted[sorted.length - 1] - sorted[0])];
    case "robust":
      return [quantile(sorted, 0.5), finite(quantile(sorted, 0.75) - quantile(sorted, 0.25))];
  }
}
