export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** A page's search parameters as the browser has them too; of repeated ones the first counts. */
export async function queryOf(searchParams: SearchParams): Promise<URLSearchParams> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) query.set(name, first);
  }
  return query;
}
