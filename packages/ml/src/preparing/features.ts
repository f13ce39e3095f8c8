import type { Column } from "../table";
import { oneHotWriter, ordinalWriter, targetWriter } from "./category-features";
import type { FeatureJSON, FeatureOrigin, UnseenCategory } from "./fitted-preparing";
import { bucketWriter, indicatorWriter, numberWriter } from "./number-features";

/** Writes one fitted feature (a group of them for one-hot) of every row into `out`, from `offset` on, rows `stride` apart. */
export interface FeatureWriter {
  readonly column: string;
  /** How many features it writes per row. */
  readonly width: number;
  readonly origins: readonly FeatureOrigin[];
  write(
    column: Column,
    rowCount: number,
    out: Float64Array,
    offset: number,
    stride: number,
    unseen?: UnseenCategory[],
  ): void;
}

export function featureWriter(feature: FeatureJSON): FeatureWriter {
  switch (feature.kind) {
    case "number":
      return numberWriter(feature);
    case "buckets":
      return bucketWriter(feature);
    case "one_hot":
      return oneHotWriter(feature);
    case "ordinal":
      return ordinalWriter(feature);
    case "target":
      return targetWriter(feature);
    case "indicator":
      return indicatorWriter(feature);
  }
}
