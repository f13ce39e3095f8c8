import type { ProjectContext } from "@pipepilot/domain/context";
import { logArtifact } from "@pipepilot/domain/run/log-artifact";
import {
  createTestExperiment,
  createTestRun,
  createTestVersion,
  storeTestFile,
} from "@pipepilot/domain/run/testing";
import { createTestProject, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
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

async function ofRun(run: string): Promise<Response> {
  const { GET } = await import("@/app/api/projects/[project]/runs/[run]/archive/route");
  const params = Promise.resolve({ project: ctx.project.slug, run });
  return GET(new Request("http://localhost/x"), { params });
}

async function ofVersion(model: string, number: string): Promise<Response> {
  const { GET } = await import("@/app/api/projects/[project]/models/[model]/versions/[number]/archive/route");
  const params = Promise.resolve({ project: ctx.project.slug, model, number });
  return GET(new Request("http://localhost/x"), { params });
}

/** What is in an archive whose entries are stored as they are: read from its central directory (APPNOTE 4.3.12). */
function entriesOf(zip: Buffer): Record<string, string> {
  const entries: Record<string, string> = {};
  const count = zip.readUInt16LE(zip.length - 22 + 10);
  let at = zip.readUInt32LE(zip.length - 22 + 16);
  for (let entry = 0; entry < count; entry++) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const size = zip.readUInt32LE(at + 24);
    const lengths = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries[zip.toString("utf8", at + 46, at + 46 + lengths[0])] = zip.toString("utf8", start, start + size);
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return entries;
}

it("a run's archive has its files in their folders, and its length is known before it is read", async () => {
  for (const [path, content] of [
    ["notes.txt", "first"],
    ["plots/größe.json", "{}"],
    ["plots/empty", ""],
  ]) {
    const { hash, size } = await ctx.store.put(Buffer.from(content));
    await logArtifact({ ctx, input: { runId, path, blob: { hash, size } } });
  }
  const response = await ofRun(runId);
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("content-disposition")).toContain(`filename="${runId}.zip"`);
  const zip = Buffer.from(await response.arrayBuffer());
  expect(zip.length).toBe(Number(response.headers.get("content-length")));
  expect(entriesOf(zip)).toEqual({ "notes.txt": "first", "plots/empty": "", "plots/größe.json": "{}" });
});

it("a version's archive is its bundle, under the model's name", async () => {
  const texts = { MLmodel: "flavors: {}", "model/weights.bin": "\0\u0001", Dockerfile: "FROM node:20" };
  const files = await Promise.all(
    Object.entries(texts).map(([path, text]) => storeTestFile(ctx, path, text)),
  );
  await createTestVersion(ctx, "prices", { runId, files });
  const response = await ofVersion("prices", "1");
  expect(response.headers.get("content-disposition")).toContain('filename="prices-v1.zip"');
  expect(entriesOf(Buffer.from(await response.arrayBuffer()))).toEqual(texts);
});

it.each([
  ["a run that is not there", () => ofRun("0".repeat(32)), 404],
  ["a run's id that is none", () => ofRun("../x"), 400],
  ["a version that is not there", () => ofVersion("prices", "7"), 404],
  ["a version's number that is none", () => ofVersion("prices", "x"), 400],
])("%s is said", async (_name, ask, status) => {
  const response = await ask();
  expect(response.status).toBe(status);
  expect(await response.json()).toHaveProperty("error_code");
});

it("is not given to a stranger", async () => {
  const stranger = await createTestProject(services);
  const own = visit.visitor;
  visit.visitor = { db: stranger.db, store: stranger.store, actor: stranger.actor };
  expect((await ofRun(runId)).status).toBe(404);
  visit.visitor = own;
});
