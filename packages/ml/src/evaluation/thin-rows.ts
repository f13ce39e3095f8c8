/** At most `limit` of `count` indexes, ascending and evenly spaced; the first always and, where any is left out, no random choice. */
export function thinRows(count: number, limit: number): Int32Array {
  const kept = Math.min(count, limit);
  return Int32Array.from({ length: kept }, (_, index) => Math.floor((index * count) / kept));
}
