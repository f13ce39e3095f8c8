import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../src/app";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());

interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

const ask = async (path: string, init: RequestInit = {}) =>
  (await (await fetch(tracking.url + path, init)).json()) as Asked;

describe("what is not MLflow's", () => {
  it("goes to the pages as it was asked", async () => {
    const init = {
      method: "POST",
      body: "a=1&b=2",
      headers: { "content-type": "text/weird", cookie: "c=1" },
    };
    const asked = await ask("/api/trpc/run.list?batch=1&input=%7B%7D", init);
    expect(asked).toMatchObject({
      method: "POST",
      url: "/api/trpc/run.list?batch=1&input=%7B%7D",
      body: "a=1&b=2",
    });
    expect(asked.headers).toMatchObject({ "content-type": "text/weird", cookie: "c=1" });
  });

  it("names the host that was asked and who asked, whatever the client says of itself", async () => {
    const host = new URL(tracking.url).host;
    const { headers } = await ask("/", {
      headers: { "x-forwarded-for": "10.0.0.1", "x-forwarded-host": "evil.example" },
    });
    expect(headers).toMatchObject({ host, "x-forwarded-host": host, "x-forwarded-for": "127.0.0.1" });
  });

  it("may be a stream without end, which ends at the pages when its reader goes", async () => {
    let gone = () => {};
    const left = new Promise<void>((resolve) => (gone = resolve));
    const pages = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: first\n\n");
      response.on("close", gone);
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const pagesUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    const app = buildApp(tracking.services, { pagesUrl, logLevel: "silent" });
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    const reader = new AbortController();
    const { body } = await fetch(`${url}/events`, { signal: reader.signal });
    const { value } = await body!.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("data: first\n\n");
    reader.abort();
    await left;
    await app.close();
    pages.close();
  });

  it.each(["/api/%", "/api/trpc/%zz", "/%c3%28", "/ada%2", "/api/files/%ff%fe"])(
    "has an address that can be read: %s has none",
    async (path) => {
      const url = new URL(tracking.url);
      // fetch would write it in another way.
      const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
        request({ host: url.hostname, port: url.port, path }, async (response) => {
          const text = (await response.setEncoding("utf8").toArray()).join("");
          resolve({ status: response.statusCode ?? 0, text });
        })
          .on("error", reject)
          .end();
      });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ error_code: "BAD_REQUEST" });
    },
  );

  it("is answered with 503 while the pages are away", async () => {
    const app = buildApp(tracking.services, { pagesUrl: "http://127.0.0.1:1", logLevel: "silent" });
    const answer = await app.inject({ method: "GET", url: "/sign-in" });
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "2"]);
    await app.close();
  });

  it("leaves health and version to be asked by anybody", async () => {
    const texts = await Promise.all(
      ["/health", "/version"].map(async (path) => (await fetch(tracking.url + path)).text()),
    );
    expect(texts).toEqual(["OK", expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });
});
