import type { CategoryColumn } from "../table";
import { asCategories } from "./column-kinds";
import type { FeatureWriter } from "./features";
import type {
  FeatureOrigin,
  OneHotFeatureJSON,
  OrdinalFeatureJSON,
  TargetFeatureJSON,
  UnseenCategory,
} from "./fitted-preparing";
import { toScale } from "./number-features";

export function oneHotWriter({ column, fill, categories, rareFeature }: OneHotFeatureJSON): FeatureWriter {
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
      const fillSlot = fill === null ? -1 : slotFor(fill);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        for (let i = 0; i < width; i++) out[at + i] = 0;
        const slot = codes[row] < 0 ? fillSlot : slots[codes[row]];
        if (slot >= 0) out[at + slot] = 1;
      }
      if (unseen && slots.includes(-1)) reportUnseen(asCategories(source), rowCount, slots, unseen);
    },
  };
}

export function ordinalWriter({
  column,
  fill,
  categories,
  center,
  scale,
}: OrdinalFeatureJSON): FeatureWriter {
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  return {
    column,
    width: 1,
    origins: [{ feature: column, column }],
    write(source, rowCount, out, offset, stride, unseen) {
      const { codes, categories: found } = asCategories(source);
      const slots = found.map((category) => codeOf.get(category) ?? -1);
      const fillSlot = fill === null ? NaN : (codeOf.get(fill) ?? -1);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        out[at] = ((codes[row] < 0 ? fillSlot : slots[codes[row]]) - center) / scale;
      }
      if (unseen && slots.includes(-1)) reportUnseen(asCategories(source), rowCount, slots, unseen);
    },
  };
}

export function targetWriter(feature: TargetFeatureJSON): FeatureWriter {
  const { column, categories, classes, encodings, missing, unseen: mean, center, scale } = feature;
  const width = mean.length;
  const scaled = (values: readonly number[]) => values.map((value, i) => toScale(value, center[i], scale[i]));
  const slotOf = new Map(categories.map((category, slot) => [category, slot]));
  const rows = categories.map((_, slot) => scaled(encodings.slice(slot * width, (slot + 1) * width)));
  const [missingRow, unseenRow] = [scaled(missing), scaled(mean)];
  return {
    column,
    width,
    origins: classes?.map((label) => ({ feature: `${column}_${label}`, column })) ?? [
      { feature: column, column },
    ],
    write(source, rowCount, out, offset, stride, unseen) {
      const { codes, categories: found } = asCategories(source);
      const slots = found.map((category) => slotOf.get(category) ?? -1);
      for (let row = 0, at = offset; row < rowCount; row++, at += stride) {
        const slot = codes[row] < 0 ? null : slots[codes[row]];
        const values = slot === null ? missingRow : slot < 0 ? unseenRow : rows[slot];
        for (let i = 0; i < width; i++) out[at + i] = values[i];
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
