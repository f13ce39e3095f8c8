import { LearningError } from "../errors";
import type { CategoryColumn, Column, NumberColumn } from "../table";
import type {
  FeatureJSON,
  FeatureOrigin,
  NumberFeatureJSON,
  OneHotFeatureJSON,
  OrdinalFeatureJSON,
  UnseenCategory,
} from "./fitted-preparing";
import { finite } from "./statistics";

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
    case "one_hot":
      return oneHotWriter(feature);
    case "ordinal":
      return ordinalWriter(feature);
  }
}

function numberWriter({ column, clip, fill, center, scale }: NumberFeatureJSON): FeatureWriter {
  const [low, high] = clip ?? [-Infinity, Infinity];
  const scaled = (value: number) => {
    const plain = (value - center) / scale;
    return plain - plain === 0 ? plain : finite(value / scale - center / scale);
  };
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

function oneHotWriter({ column, fill, categories, rareFeature }: OneHotFeatureJSON): FeatureWriter {
  const width = categories.length + (rareFeature ? 1 : 0);
  const slotOf = new Map(categories.map((category, slot) => [category, slot]));
  const elsewhere = rareFeature ? categories.length : -1;
  const slotFor = (category: string) => slotOf.get(category) ?? elsewhere;
  const origins = categories.map((category): FeatureOrigin => ({
    feature: `${column}_${category}`,
    column,
    category,
  }));
  return {
    column,
    width,
    origins: rareFeature
      ? [...origins, { feature: `${column}_infrequent`, column, category: null }]
      : origins,
    write(source, rowCount, out, offset, stride, unseen) {
      const { codes, categories: found } = asCategories(source);
      const slots = found.map(slotFor);
      const fillSlot = slotFor(fill);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        for (let i = 0; i < width; i++) out[at + i] = 0;
        const slot = codes[row] < 0 ? fillSlot : slots[codes[row]];
        if (slot >= 0) out[at + slot] = 1;
      }
      if (unseen && slots.includes(-1)) reportUnseen(asCategories(source), rowCount, slots, unseen);
    },
  };
}

function ordinalWriter({ column, fill, categories, center, scale }: OrdinalFeatureJSON): FeatureWriter {
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  return {
    column,
    width: 1,
    origins: [{ feature: column, column }],
    write(source, rowCount, out, offset, stride, unseen) {
      const { codes, categories: found } = asCategories(source);
      const slots = found.map((category) => codeOf.get(category) ?? -1);
      const fillSlot = codeOf.get(fill) ?? -1;
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        out[at] = ((codes[row] < 0 ? fillSlot : slots[codes[row]]) - center) / scale;
      }
      if (unseen && slots.includes(-1)) reportUnseen(asCategories(source), rowCount, slots, unseen);
    },
  };
}

/** A table may know categories that none of its rows has; only those that occur are reported. */
function reportUnseen(
  { name, codes, categories }: CategoryColumn,
  rowCount: number,
  slots: readonly number[],
  unseen: UnseenCategory[],
): void {
  const rows = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const code = codes[row];
    if (code >= 0 && slots[code] < 0) rows.set(code, (rows.get(code) ?? 0) + 1);
  }
  for (const [code, count] of rows) unseen.push({ column: name, category: categories[code], rows: count });
}

function asNumbers(column: Column): NumberColumn {
  if (column.kind === "number") return column;
  throw wrongKind(column.name, "numbers", "text");
}

function asCategories(column: Column): CategoryColumn {
  if (column.kind === "category") return column;
  throw wrongKind(column.name, "text", "numbers");
}

function wrongKind(column: string, expected: string, received: string): LearningError {
  return new LearningError(
    "invalid_input",
    `The column "${column}" held ${expected} when the model was trained and holds ${received} now.`,
    { column, expected, received },
  );
}
