/** Keys whose value is not the same in all records, sorted; a record without the key differs from one with it. */
export function differingKeys(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  const keys = new Set(records.flatMap((record) => Object.keys(record)));
  // A Set takes NaN for equal to NaN.
  return [...keys].filter((key) => new Set(records.map((record) => record[key])).size > 1).sort();
}
