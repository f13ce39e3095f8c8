/** What a form of ours sends at most, with room to spare. */
const MOST_BYTES = 100_000;

/**
 * Why a page does not take what was posted to it; null for what one of our forms sends. Nothing but forms posts to pages,
 * and what cannot be read as one must not get as far as the action that would fail on it.
 */
export async function refusedPost(request: Request): Promise<Response | null> {
  if (request.method === "GET" || request.method === "HEAD") return null;
  if (request.method !== "POST") return refusal(405, "A page is read with GET.");
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    return refusal(413, "This is more than a form of these pages sends.");
  return (await isForm(request.clone())) ? null : refusal(400, "This is no form of these pages.");
}

/** A form as browsers send it, or the arguments of an action as React writes them. */
async function isForm(request: Request): Promise<boolean> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
  try {
    if (type === "multipart/form-data") await request.formData();
    else if (type === "text/plain" && request.headers.has("next-action")) JSON.parse(await request.text());
    else return false;
    return true;
  } catch {
    return false;
  }
}

function refusal(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
