import path from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTracking, type TestTracking } from "../../../apps/tracking/test/harness";

let tracking: TestTracking;
beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());

it("works where there is no Node: a page that is left sends what waits", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "${path.resolve(import.meta.dirname, "../src/index.ts")}"`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "sdk",
    write: false,
  });
  const listeners: Record<string, () => void> = {};
  const asked: { path: string; keepalive: boolean; done: Promise<Response> }[] = [];
  const page = createContext({
    fetch: (url: string, init: RequestInit) => {
      const done = fetch(url, init);
      asked.push({ path: new URL(url).pathname, keepalive: init.keepalive ?? false, done });
      return done;
    },
    addEventListener: (name: string, listener: () => void) => (listeners[name] = listener),
    removeEventListener: (name: string) => delete listeners[name],
    ...{
      URL,
      URLSearchParams,
      TextEncoder,
      AbortSignal,
      Uint8Array,
      setTimeout,
      clearTimeout,
      console,
      btoa,
    },
  });
  const sdk = runInContext(`${outputFiles[0].text}; sdk`, page) as typeof import("../src");
  sdk.configure({ trackingUri: tracking.url, token: tracking.key, flushIntervalMs: 60_000 });
  const { runId } = await sdk.startRun({ name: "in a page" });
  for (let step = 0; step < 900; step++) void sdk.logMetrics({ loss: step }, step);
  asked.splice(0);
  listeners.pagehide();
  expect(Object.keys(listeners)).toEqual([]);
  expect(asked.map(({ path, keepalive }) => [path.split("/").at(-1), keepalive])).toEqual([
    ["update", true],
    ...Array.from({ length: 4 }, () => ["log-batch", true]),
    ["log-batch", expect.any(Boolean)],
  ]);
  await Promise.all(asked.map(({ done }) => done));
  const { body } = await tracking.get("runs/get", { run_id: runId });
  expect(body.run.info.status).toBe("FINISHED");
  const history = await tracking.get("metrics/get-history", { run_id: runId, metric_key: "loss" });
  expect(history.body.metrics).toHaveLength(900);
});
