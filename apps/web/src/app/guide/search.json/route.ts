import { guideSections } from "@/server/guide";

/** What the search of the guide looks through, for everyone. */
export async function GET(): Promise<Response> {
  return Response.json(await guideSections(), { headers: { "cache-control": "max-age=60" } });
}
