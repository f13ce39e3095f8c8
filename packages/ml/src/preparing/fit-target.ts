import type { Random } from "../random";
import type { CategoryColumn } from "../table";
import type { EncodedTarget } from "../target";
import type { ScaleMethod, TargetOptions } from "./column-options";
import type { KnownCategories } from "./fit-category";
import { fitScale } from "./fit-scale";
import type { TargetFeatureJSON } from "./fitted-preparing";
import { toScale } from "./number-features";
import { assignFolds, encodeOutOfFold, fitTargetEncoding } from "./target-encoding";

export interface FittedTarget {
  readonly feature: TargetFeatureJSON;
  /** The training rows, each encoded without its own fold, row-major, shape (rows, features). */
  readonly outOfFold: Float64Array;
}

/**
 * A category column as means of the target, fitted on these rows only. Rows to predict get the means of all training rows;
 * training rows themselves get those of other folds, for with its own target in its features a model would learn it by heart.
 */
export function fitTarget(
  column: CategoryColumn,
  rows: Int32Array,
  known: KnownCategories,
  { smooth, cv, scale, target, random }: TargetOptions & TargetContext & { readonly scale: ScaleMethod },
): FittedTarget {
  const categories = [...known.counts.keys()].sort();
  const codes = trainingCodes(column, rows, categories, known.fill);
  const y = Float64Array.from(rows, (row) => target.y[row]);
  const missing = known.fill === null ? categories.length : categories.indexOf(known.fill);
  const folds = {
    count: Math.min(cv, Math.max(2, rows.length)),
    fold: assignFolds(y, Math.min(cv, Math.max(2, rows.length)), target.classes?.length ?? 0, random),
  };
  const perClass = (target.classes?.length ?? 0) > 2 ? target.classes : null;
  const columns = (perClass ?? [null]).map((_, index) => {
    const values = perClass ? y.map((value) => (Number.isNaN(value) ? NaN : value === index ? 1 : 0)) : y;
    // One more category than there are: the missing ones, where nothing stands in for them.
    const size = categories.length + 1;
    const { encodings, mean } = fitTargetEncoding(codes, values, size, smooth);
    const outOfFold = encodeOutOfFold(codes, values, size, smooth, folds);
    return { encodings, mean, outOfFold, scaling: fitScale(outOfFold.slice().sort(), scale) };
  });
  const width = columns.length;
  const outOfFold = new Float64Array(rows.length * width);
  columns.forEach(({ outOfFold: values, scaling: { center, scale: by } }, index) => {
    for (let row = 0; row < rows.length; row++)
      outOfFold[row * width + index] = toScale(values[row], center, by);
  });
  const feature: TargetFeatureJSON = {
    kind: "target",
    column: column.name,
    categories,
    classes: perClass,
    encodings: categories.flatMap((_, code) => columns.map(({ encodings }) => encodings[code])),
    missing: columns.map(({ encodings, mean }) => (missing < 0 ? mean : encodings[missing])),
    unseen: columns.map(({ mean }) => mean),
    center: columns.map(({ scaling }) => scaling.center),
    scale: columns.map(({ scaling }) => scaling.scale),
  };
  return { feature, outOfFold };
}

export interface TargetContext {
  readonly target: Pick<EncodedTarget, "y" | "classes">;
  readonly random: Random;
}

/** Every row's place in `categories`; missing values are the one after the last where nothing stands in for them. */
function trainingCodes(
  { codes, categories: texts }: CategoryColumn,
  rows: Int32Array,
  categories: readonly string[],
  fill: string | null,
): Int32Array {
  const placeOf = new Map(categories.map((text, place) => [text, place]));
  const places = texts.map((text) => placeOf.get(text) ?? -1);
  const missing = fill === null ? categories.length : (placeOf.get(fill) ?? -1);
  return Int32Array.from(rows, (row) => (codes[row] < 0 ? missing : places[codes[row]]));
}
