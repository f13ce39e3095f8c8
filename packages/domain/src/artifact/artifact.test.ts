import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { objectKey } from "@pipepilot/storage";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createTestExperiment, createTestRun } from "../run/testing";
import { deleteArtifacts } from "./delete";
import { findArtifact } from "./find";
import { listArtifacts } from "./list";
import type { ArtifactRoot } from "./schema";
import { storeArtifact } from "./store";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let root: ArtifactRoot;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());
beforeEach(async () => {
  root = { runId: await createTestRun(ctx, experimentId) };
});

const store = (path: string, text = path, own = root) =>
  storeArtifact({ ctx, input: { root: own, path }, source: Buffer.from(text) });
const paths = async (path = "", own = root) =>
  (await listArtifacts({ ctx, input: { root: own, path } })).items.map((item) => item.path);
const read = async (path: string, range?: { start: number; end?: number }) => {
  const { open } = await findArtifact({ ctx, input: { root, path } });
  return Buffer.concat((await (await open(range)).toArray()) as Buffer[]).toString();
};
const refCount = async (hash: string) =>
  (await ctx.db.prisma.blob.findUnique({ where: { hash } }))?.refCount ?? null;

async function createModel(): Promise<ArtifactRoot> {
  const [{ id }] = await ctx.db.prisma.$queryRaw<{ id: string }[]>`
    INSERT INTO "LoggedModel" ("projectId", id, "experimentId", name, "createdBy")
    VALUES (${ctx.project.id}::uuid, 'm-' || replace(gen_random_uuid()::text, '-', ''), ${experimentId}::uuid, 'm', '{}')
    RETURNING id`;
  return { modelId: id };
}

describe("an artifact", () => {
  it("is stored, found, read in part, replaced and deleted; its bytes are counted", async () => {
    const first = await store("plots/größe 1.txt", "first text");
    expect(first.size).toBe(10);
    expect(await findArtifact({ ctx, input: { root, path: "plots/größe 1.txt" } })).toMatchObject(first);
    expect(await read("plots/größe 1.txt")).toBe("first text");
    expect(await read("plots/größe 1.txt", { start: 6, end: 8 })).toBe("tex");
    const second = await store("plots/größe 1.txt", "second");
    expect(await read("plots/größe 1.txt")).toBe("second");
    expect([await refCount(first.hash), await refCount(second.hash)]).toEqual([0, 1]);
    const gone = { ctx, input: { root, path: "plots" } };
    expect(await deleteArtifacts(gone)).toEqual({ deleted: 1 });
    expect(await deleteArtifacts(gone)).toEqual({ deleted: 0 });
    expect(await refCount(second.hash)).toBe(0);
    await expect(read("plots/größe 1.txt")).rejects.toMatchObject({ code: "not_found" });
  });

  it("may be empty", async () => {
    expect(await store("empty", "")).toMatchObject({ size: 0 });
    expect(await read("empty")).toBe("");
  });

  it("belongs to a logged model as to a run", async () => {
    const model = await createModel();
    await store("MLmodel", "flavors: {}", model);
    await store("MLmodel", "of the run");
    expect(await paths("", model)).toEqual(["MLmodel"]);
    const { size } = await findArtifact({ ctx, input: { root: model, path: "MLmodel" } });
    expect(size).toBe(11);
    expect(await deleteArtifacts({ ctx, input: { root: model, path: "" } })).toEqual({ deleted: 1 });
    expect(await paths()).toEqual(["MLmodel"]);
  });

  it("is of one project only", async () => {
    await store("own.txt");
    const stranger = await createTestProject(services);
    const missing = { code: "not_found" };
    for (const own of [root, await createModel()]) {
      const at = { ctx: stranger, input: { root: own, path: "own.txt" } };
      await expect(findArtifact(at)).rejects.toMatchObject(missing);
      await expect(deleteArtifacts(at)).rejects.toMatchObject(missing);
      await expect(storeArtifact({ ...at, source: Buffer.from("x") })).rejects.toMatchObject(missing);
      await expect(listArtifacts({ ctx: stranger, input: { root: own } })).rejects.toMatchObject(missing);
    }
    expect(await read("own.txt")).toBe("own.txt");
  });

  it("is written by contributors and read by viewers", async () => {
    await store("own.txt");
    const viewer = await addTestMember(ctx, "viewer");
    const at = { ctx: viewer, input: { root, path: "own.txt" } };
    expect((await findArtifact(at)).size).toBe(7);
    const denied = { code: "permission_denied" };
    await expect(storeArtifact({ ...at, source: Buffer.from("x") })).rejects.toMatchObject(denied);
    await expect(deleteArtifacts(at)).rejects.toMatchObject(denied);
  });
});

describe("a path", () => {
  it("is never a file and a folder", async () => {
    await store("a/b/c.txt");
    await expect(store("a/b")).rejects.toMatchObject({
      code: "invalid_input",
      message: 'Invalid path: "a/b" is a folder already.',
    });
    await expect(store("a/b/c.txt/d/e")).rejects.toMatchObject({
      message: 'Invalid path: "a/b/c.txt" is a file already.',
    });
    await expect(findArtifact({ ctx, input: { root, path: "a" } })).rejects.toMatchObject({
      code: "invalid_input",
      message: "Artifact path refers to a directory, not a file: 'a'",
    });
    expect(await paths("a/b/c.txt")).toEqual([]);
  });

  it("is neither for two writers at once", async () => {
    const tries = await Promise.allSettled([store("x"), store("x/y"), store("x/y/z"), store("x/w")]);
    const stored = await Promise.all(["", "x", "x/y"].map((path) => paths(path)));
    const files = tries.filter(({ status }) => status === "fulfilled").length;
    expect(files).toBeGreaterThan(0);
    const folders = stored.slice(1).filter((list) => list.length > 0).length;
    expect(stored.flat().length).toBe(files + folders);
  });

  it.each(["../x", "/etc/passwd", "a//b", "a/./b", "a\\b", "a\0b", "a/", "", "x/".repeat(1000) + "x"])(
    "is refused: %j",
    async (path) => {
      await expect(store(path, "x")).rejects.toMatchObject({ code: "invalid_input" });
    },
  );
});

describe("a list", () => {
  it("shows folders before there is a row for them, in order of code points, in pages", async () => {
    for (const path of ["b/1", "b/2/3", "a.txt", "B", "b.txt", "é", "%_x/1"]) await store(path);
    expect((await listArtifacts({ ctx, input: { root } })).items).toEqual([
      { path: "%_x", isFolder: true, size: null },
      { path: "B", isFolder: false, size: 1 },
      { path: "a.txt", isFolder: false, size: 5 },
      { path: "b", isFolder: true, size: null },
      { path: "b.txt", isFolder: false, size: 5 },
      { path: "é", isFolder: false, size: 2 },
    ]);
    expect(await paths("b")).toEqual(["b/1", "b/2"]);
    expect(await paths("nothing")).toEqual([]);
    expect(await paths("%")).toEqual([]);
    const pages: string[][] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await listArtifacts({ ctx, input: { root, limit: 4, cursor } });
      pages.push(page.items.map((item) => item.path));
      cursor = page.nextCursor ?? undefined;
      more = cursor !== undefined;
    }
    expect(pages).toEqual([
      ["%_x", "B", "a.txt", "b"],
      ["b.txt", "é"],
    ]);
  });

  it("shows of any files what their paths begin with", async () => {
    const names = fc.constantFrom("a", "b", "B", "a b", "é", "😀", "_", "%", "z.txt");
    const files = fc.uniqueArray(fc.array(names, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
      selector: (parts) => parts.join("/"),
    });
    await fc.assert(
      fc.asyncProperty(files, async (tried) => {
        const own = await createModel();
        const kept: string[] = [];
        for (const path of tried.map((parts) => parts.join("/"))) {
          const clash = kept.some((k) => k.startsWith(`${path}/`) || path.startsWith(`${k}/`));
          if (!clash) kept.push(path);
          const outcome = store(path, "x", own);
          await (clash ? expect(outcome).rejects.toMatchObject({ code: "invalid_input" }) : outcome);
        }
        for (const folder of ["", "a", "é", "a/b"]) {
          const inside = folder && `${folder}/`;
          const below = kept.filter((k) => k.startsWith(inside)).map((k) => k.slice(inside.length));
          const expected = [...new Set(below.map((rest) => inside + rest.split("/")[0]))];
          expect(await paths(folder, own)).toEqual(
            expected.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("an upload that fails", () => {
  const left = async () => ({
    temporary: await readdir(path.join(services.storeDirectory, "tmp")),
    unnamed: await ctx.db.prisma.blob.count({ where: { refCount: 0, createdAt: { gt: since } } }),
  });
  let since: Date;
  beforeEach(async () => {
    const [{ now }] = await ctx.db.prisma.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`;
    since = now;
  });

  it("leaves nothing when its source breaks off", async () => {
    const source = Readable.from(
      (function* () {
        yield Buffer.from("some");
        throw new Error("gone");
      })(),
    );
    await expect(storeArtifact({ ctx, input: { root, path: "a" }, source })).rejects.toThrow("gone");
    expect(await left()).toEqual({ temporary: [], unnamed: 0 });
    expect(await paths()).toEqual([]);
  });

  it("leaves nothing when it is larger than allowed", async () => {
    const input = { root, path: "a" };
    await expect(
      storeArtifact({ ctx, input, source: Buffer.alloc(2049), maxBytes: 2048 }),
    ).rejects.toMatchObject({ code: "too_large", message: "The file is larger than the allowed 2 KiB." });
    expect(await left()).toEqual({ temporary: [], unnamed: 0 });
  });

  it("leaves no object when its path was taken while it came", async () => {
    async function* source() {
      yield Buffer.from(`late-${experimentId}`);
      await store("a/b");
    }
    await expect(storeArtifact({ ctx, input: { root, path: "a" }, source: source() })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await left()).toEqual({ temporary: [], unnamed: 0 });
  });

  it("reads nothing of its source where it is refused anyway", async () => {
    let asked = false;
    async function* source() {
      asked = true;
      yield Buffer.from("x");
    }
    const unknown = { runId: "0".repeat(32) };
    const input = { root: unknown, path: "a" };
    await expect(storeArtifact({ ctx, input, source: source() })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(asked).toBe(false);
  });
});

it("an artifact whose object is gone from the store fails when it is read, not when it is found", async () => {
  const { hash } = await store("lost.txt", `lost-${experimentId}`);
  await services.store.delete(objectKey(hash));
  const { open } = await findArtifact({ ctx, input: { root, path: "lost.txt" } });
  await expect(open()).rejects.toMatchObject({ code: "object_not_found" });
});
