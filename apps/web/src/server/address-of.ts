/** Where a request comes from, for counting failed attempts; the first hop that a proxy named. */
export function addressOf(headers: Pick<Headers, "get">): string {
  return headers.get("x-forwarded-for")?.split(",")[0]?.trim().slice(0, 100) || "local";
}
