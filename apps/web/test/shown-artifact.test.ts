import path from "node:path";
import { createRequire } from "node:module";
import type { ProjectContext } from "@pipepilot/domain/context";
import { logArtifact } from "@pipepilot/domain/run/log-artifact";
import { createTestExperiment, createTestRun } from "@pipepilot/domain/run/testing";
import { createTestProject, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifactHref } from "@/features/run/artifacts/root";
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

const STRICT =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

async function show(file: string, { query = "", headers = {} } = {}): Promise<Response> {
  const { GET } = await import("@/app/api/projects/[project]/runs/[run]/view/[...path]/route");
  const params = Promise.resolve({ project: ctx.project.slug, run: runId, path: file.split("/") });
  return GET(new Request(`http://localhost/x${query}`, { headers }), { params });
}

async function log(file: string, content: string): Promise<number> {
  const { hash, size } = await ctx.store.put(Buffer.from(content));
  await logArtifact({ ctx, input: { runId, path: file, blob: { hash, size } } });
  return size;
}

const policyOf = (response: Response) => response.headers.get("content-security-policy");

describe("an artifact that is shown in place", () => {
  it("is not found before it is written", async () => {
    const response = await show("evaluation_report.html");
    expect(response.status).toBe(404);
    expect(policyOf(response)).toBe(STRICT);
  });

  it("is HTML that may run nothing, load nothing and be framed by our own pages only", async () => {
    const page = "<!doctype html><title>é</title><script>alert(1)</script>";
    const size = await log("evaluation_report.html", page);
    const response = await show("evaluation_report.html");
    expect(await response.text()).toBe(page);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "private, no-store",
      "content-length": String(size),
      "content-security-policy": STRICT,
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
    });
  });

  it("runs scripts only in a frame and where asked, in an origin that is nobody's, with nothing to connect to", async () => {
    await log("plot.html", "<script>alert(1)</script>");
    const frame = { "sec-fetch-dest": "iframe" };
    const query = "?scripts=own-origin";
    const policy = policyOf(await show("plot.html", { query, headers: frame })) ?? "";
    expect(policy).toMatch(
      /^sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';/,
    );
    expect(policy).not.toMatch(/same-origin|connect-src|navigation|popups|forms|https?:/);
    for (const asked of [{ headers: frame }, { query }, { query, headers: { "sec-fetch-dest": "document" } }])
      expect(policyOf(await show("plot.html", asked))).toBe(STRICT);
  });

  it("is found by its address, whatever its name", async () => {
    for (const name of ["notes../..a/b.svg", "~.a.svg", "a~.svg"]) {
      await log(name, "<svg/>");
      const { pathname } = new URL(artifactHref("p", { runId }, name, "view"), "http://site.example");
      const parts = pathname.split("/view/")[1].split("/").map(decodeURIComponent);
      expect((await show(parts.join("/"))).status, name).toBe(200);
    }
  });

  it("is a picture of its own type, under the same policy, since SVG can hold scripts", async () => {
    await log("plots/a b.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    const response = await show("plots/a b.svg");
    expect(response.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(policyOf(response)).toBe(STRICT);
  });

  it("is of no other kind, and not too large", async () => {
    await log("evil.js", "alert(1)");
    expect((await show("evil.js")).status).toBe(400);
    const huge = await ctx.db.prisma.artifact.findFirstOrThrow({
      where: { projectId: ctx.project.id, path: "plot.html" },
    });
    await ctx.db.prisma.artifact.update({
      where: { projectId_runId_path: { projectId: ctx.project.id, runId, path: "plot.html" } },
      data: { size: huge.size + 33n * 1024n ** 2n },
    });
    expect((await show("plot.html")).status).toBe(413);
  });

  it("has the only addresses that the pages' own policy leaves out", async () => {
    const { default: config } = await import("../next.config");
    const [{ source }] = (await config.headers?.()) ?? [];
    const require = createRequire(path.join(import.meta.dirname, "../package.json"));
    const { pathToRegexp } = require("next/dist/compiled/path-to-regexp") as {
      pathToRegexp: (source: string, keys: unknown[], options: object) => RegExp;
    };
    // The options Next gives it for headers.
    const pages = pathToRegexp(source, [], { strict: true, sensitive: false, delimiter: "/" });
    const run = `/api/projects/p/runs/${"0".repeat(32)}`;
    expect(pages.test(`${run}/view/evaluation_report.html`)).toBe(false);
    expect(pages.test(`/api/projects/p/logged-models/m-1/view/a/b.html`)).toBe(false);
    for (const address of [
      "/",
      "/p/experiments/e/runs/1",
      `${run}/artifacts/evaluation_report.html`,
      `${run}/artifacts/view/a.html`,
      `${run}/view`,
      `${run}/views/a.html`,
      "/p/view/a.html",
      "/api/projects/p/datasets/d/view/a.html",
    ])
      expect([address, pages.test(address)]).toEqual([address, true]);
  });
});
