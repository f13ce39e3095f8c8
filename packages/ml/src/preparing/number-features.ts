import { asNumbers } from "./column-kinds";
import type { FeatureWriter } from "./features";
import type {
  BucketFeatureJSON,
  FeatureOrigin,
  IndicatorFeatureJSON,
  NumberFeatureJSON,
} from "./fitted-preparing";
import { finite } from "./statistics";

export function numberWriter({ column, clip, fill, center, scale }: NumberFeatureJSON): FeatureWriter {
  const [low, high] = clip ?? [-Infinity, Infinity];
  const scaled = (value: number) => toScale(value, center, scale);
  const missing = fill === null ? NaN : scaled(fill);
  return {
    column,
    width: 1,
    origins: [{ feature: column, column }],
    write(source, rowCount, out, offset, stride) {
      const { values } = asNumbers(source);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        const value = values[row];
        const known = value - value === 0;
        out[at] = known ? scaled(value < low ? low : value > high ? high : value) : missing;
      }
    },
  };
}

/** `(value - center) / scale`, also where the difference is beyond a double. */
export function toScale(value: number, center: number, scale: number): number {
  const plain = (value - center) / scale;
  return plain - plain === 0 ? plain : finite(value / scale - center / scale);
}

export function bucketWriter({
  column,
  edges,
  fill,
  encode,
  center,
  scale,
}: BucketFeatureJSON): FeatureWriter {
  const width = encode === "one_hot" ? edges.length + 1 : 1;
  const missing = fill === null ? -1 : bucketOf(fill, edges);
  return {
    column,
    width,
    origins: encode === "one_hot" ? bucketOrigins(column, edges) : [{ feature: column, column }],
    write(source, rowCount, out, offset, stride) {
      const { values } = asNumbers(source);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        const bucket = Number.isFinite(values[row]) ? bucketOf(values[row], edges) : missing;
        if (encode === "ordinal") out[at] = bucket < 0 ? NaN : toScale(bucket, center, scale);
        else {
          for (let i = 0; i < width; i++) out[at + i] = 0;
          if (bucket >= 0) out[at + bucket] = 1;
        }
      }
    },
  };
}

/** How many edges are at or below the value: NumPy's `searchsorted(edges, value, side="right")`. */
export function bucketOf(value: number, edges: ArrayLike<number>): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bucketOrigins(column: string, edges: readonly number[]): FeatureOrigin[] {
  const range = (bucket: number) => {
    if (edges.length === 0) return "all";
    if (bucket === 0) return `below ${edges[0]}`;
    return bucket === edges.length
      ? `${edges[bucket - 1]} and more`
      : `${edges[bucket - 1]} to ${edges[bucket]}`;
  };
  return Array.from({ length: edges.length + 1 }, (_, bucket) => ({
    feature: `${column}_bucket_${bucket}`,
    column,
    category: range(bucket),
  }));
}

export function indicatorWriter({ column, feature }: IndicatorFeatureJSON): FeatureWriter {
  return {
    column,
    width: 1,
    origins: [{ feature, column }],
    write(source, rowCount, out, offset, stride) {
      const isKnown =
        source.kind === "number"
          ? (row: number) => Number.isFinite(source.values[row])
          : (row: number) => source.codes[row] >= 0;
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) out[at] = isKnown(row) ? 0 : 1;
    },
  };
}
