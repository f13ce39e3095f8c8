import { describe, expect, it } from "vitest";
import { refusedPost } from "./form-post";

const BOUNDARY = "----WebKitFormBoundary0123456789abcdef";
const multipart = (body: string) => ({ "content-type": `multipart/form-data; boundary=${BOUNDARY}`, body });
const FORM = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="email"\r\n\r\na@example.com\r\n--${BOUNDARY}--\r\n`;

async function statusOf(method: string, { body, ...headers }: Record<string, string>) {
  const request = new Request("http://pages.example/sign-in", { method, headers, body: body || undefined });
  const refused = await refusedPost(request);
  // What is let through is still there to be read.
  if (body && refused === null) expect(await request.text()).toBe(body);
  return refused?.status ?? null;
}

describe("what is posted to a page", () => {
  it("is let through where one of our forms sends it", async () => {
    expect(await statusOf("GET", {})).toBeNull();
    expect(await statusOf("POST", multipart(FORM))).toBeNull();
    expect(
      await statusOf("POST", { "next-action": "4f", "content-type": "text/plain;charset=UTF-8", body: "[]" }),
    ).toBeNull();
  });

  it.each([
    ["no multipart", multipart("zz"), 400],
    ["a part that does not end", multipart(FORM.slice(0, -20)), 400],
    ["no boundary", { "content-type": "multipart/form-data", body: FORM }, 400],
    ["nothing in it", { "content-type": `multipart/form-data; boundary=${BOUNDARY}` }, 400],
    ["another kind", { "content-type": "application/json", body: "{}" }, 400],
    ["no kind at all", {}, 400],
    ["arguments of no action", { "content-type": "text/plain", body: "[]" }, 400],
    ["arguments that are none", { "next-action": "4f", "content-type": "text/plain", body: "[" }, 400],
    ["more than a form has", { ...multipart(FORM), "content-length": "100001" }, 413],
  ])("is refused with %s", async (_, given, status) => {
    expect(await statusOf("POST", given as unknown as Record<string, string>)).toBe(status);
  });

  it("is refused with another method", async () => {
    expect(await statusOf("DELETE", {})).toBe(405);
  });
});
