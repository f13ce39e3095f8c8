import { MAX_CATEGORIES, type ColumnProfile, type ContractColumn, type DatasetColumn } from "./schema";

/** Longer texts are prose, not categories. */
const MAX_CATEGORY_LENGTH = 200;

/** What a dataset's first version lets us expect of the next ones. */
export function inferContract(
  columns: readonly DatasetColumn[],
  profile: readonly ColumnProfile[],
  rowCount: number,
): ContractColumn[] {
  return columns.map(({ name, type, nullable }, index) => {
    const { min, max, missing, distinct, topValues, maxLength } = profile[index];
    const present = rowCount - missing;
    const isText = type === "string" || type === "boolean";
    const isCategory =
      isText && present > 0 && distinct <= MAX_CATEGORIES && (maxLength ?? 0) <= MAX_CATEGORY_LENGTH;
    return {
      name,
      type: present === 0 ? null : type,
      nullable,
      range: min === null || max === null ? null : { min, max },
      categories: isCategory && distinct < present ? topValues.map(({ value }) => value).sort() : null,
      // Measured numbers may happen to differ in a small file; only identifiers are expected to.
      unique: (type === "string" || type === "integer") && present === rowCount && distinct === rowCount,
    };
  });
}
