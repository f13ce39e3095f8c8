import type { FittedModel } from "../family";
import type { FittedPreparing } from "../preparing/fitted-preparing";

export interface Importance {
  readonly features: { feature: string; column: string; importance: number }[];
  readonly columns: { column: string; importance: number }[];
}

/** Features by falling importance, and the same summed up by the column they come from. Null where the family has none. */
export function importanceOf(
  model: Pick<FittedModel, "importance">,
  preparing: Pick<FittedPreparing, "origins">,
): Importance | null {
  const values = model.importance();
  if (values === null) return null;
  const byColumn = new Map<string, number>();
  const features = preparing.origins.map(({ feature, column }, index) => {
    byColumn.set(column, (byColumn.get(column) ?? 0) + values[index]);
    return { feature, column, importance: values[index] };
  });
  const columns = [...byColumn].map(([column, importance]) => ({ column, importance }));
  return { features: features.sort(falling), columns: columns.sort(falling) };
}

function falling(a: { importance: number }, b: { importance: number }): number {
  return b.importance - a.importance;
}
