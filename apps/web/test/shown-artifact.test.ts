import path from "node:path";
import { createRequire } from "node:module";
import type { ProjectContext } from "@pipepilot/domain/context";
import { logArtifact } from "@pipepilot/domain/run/log-artifact";
import { createTestExperiment, createTestRun } from "@pipepilot/domain/run/testing";
import { createTestProject, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visit } from "./visit";
import { createWebServices } from "./web-services";

let services: TestServices;
let ctx: ProjectContext;
let runId: string;

beforeAll(async () => {
  visit.services = services = await createWebServices();
  ctx = await createTestProject(services);
  visit.visitor = { db: ctx.db, store: ctx.store, actor: ctx.actor };
  runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
});
afterAll(() => services.close());

async function report(): Promise<Response> {
  const { GET } = await import("@/app/api/projects/[project]/runs/[run]/report/route");
  const params = Promise.resolve({ project: ctx.project.slug, run: runId });
  return GET(new Request("http://localhost/x"), { params });
}

describe("a run's evaluation report", () => {
  it("is not found before it is written", async () => {
    const response = await report();
    expect(response.status).toBe(404);
    expect(response.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
  });

  it("is shown as HTML that may run nothing, load nothing and be framed by our own pages only", async () => {
    const page = "<!doctype html><title>é</title><script>alert(1)</script>";
    const { hash, size } = await ctx.store.put(Buffer.from(page));
    await logArtifact({ ctx, input: { runId, path: "evaluation_report.html", blob: { hash, size } } });
    const response = await report();
    expect(await response.text()).toBe(page);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "private, no-store",
      "content-length": String(size),
      "content-security-policy":
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
    });
  });

  it("is the only address that the pages' own policy leaves out", async () => {
    const { default: config } = await import("../next.config");
    const [{ source }] = (await config.headers?.()) ?? [];
    const require = createRequire(path.join(import.meta.dirname, "../package.json"));
    const { pathToRegexp } = require("next/dist/compiled/path-to-regexp") as {
      pathToRegexp: (source: string, keys: unknown[], options: object) => RegExp;
    };
    // The options Next gives it for headers.
    const pages = pathToRegexp(source, [], { strict: true, sensitive: false, delimiter: "/" });
    const run = `/api/projects/p/runs/${"0".repeat(32)}`;
    expect(pages.test(`${run}/report`)).toBe(false);
    for (const address of [
      "/",
      "/p/experiments/e/runs/1",
      `${run}/artifacts/evaluation_report.html`,
      `${run}/artifacts/report`,
      `${run}/report/more`,
      `${run}/reports`,
      "/p/report",
    ])
      expect([address, pages.test(address)]).toEqual([address, true]);
  });
});
