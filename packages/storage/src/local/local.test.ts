import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeObjectStore } from "../object-store.testsuite";
import { createLocalStore } from "./local";

let parent: string;
const newDirectory = () => mkdtemp(path.join(parent, "store-"));

beforeAll(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), "pipepilot-storage-"));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describeObjectStore("the local directory", {
  async open() {
    const directory = await newDirectory();
    const store = await createLocalStore({ kind: "local", directory });
    return { store, countEverything: async () => (await filesIn(directory)).length };
  },
});

describe("the local directory", () => {
  it("has no object, and goes on working, after a writer was killed in the middle", async () => {
    const directory = await newDirectory();
    const fixture = path.join(import.meta.dirname, "writer.fixture.ts");
    const writer = spawn(process.execPath, ["--import", "tsx", fixture, directory], { stdio: "inherit" });
    const exited = once(writer, "exit");
    await untilSomeMegabytes(path.join(directory, "tmp"));
    writer.kill("SIGKILL");
    expect((await exited)[1]).toBe("SIGKILL");

    const [leftover, ...others] = await filesIn(directory);
    expect(others).toEqual([]);
    expect(path.dirname(leftover)).toBe(path.join(directory, "tmp"));

    const store = await createLocalStore({ kind: "local", directory });
    for await (const object of store.list("")) expect.unreachable(object.key);
    expect(await store.put(new TextEncoder().encode("next"))).toMatchObject({ existed: false });
  });

  it("sweeps temporary files older than a day when it is opened, and no others", async () => {
    const directory = await newDirectory();
    await createLocalStore({ kind: "local", directory });
    const [stale, fresh] = ["stale", "fresh"].map((name) => path.join(directory, "tmp", name));
    await writeFile(stale, "x");
    await writeFile(fresh, "x");
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(stale, yesterday, yesterday);
    await createLocalStore({ kind: "local", directory });
    expect(await filesIn(directory)).toEqual([fresh]);
  });

  it("keeps its files from other users", async () => {
    const directory = path.join(await newDirectory(), "objects");
    const store = await createLocalStore({ kind: "local", directory });
    const { key } = await store.put(new TextEncoder().encode("private"));
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(directory, key))).mode & 0o777).toBe(0o600);
  });

  it("says that it is unavailable, without a path, when its directory cannot be made", async () => {
    const file = path.join(await newDirectory(), "a-file");
    await writeFile(file, "");
    await chmod(file, 0o600);
    const opening = createLocalStore({ kind: "local", directory: path.join(file, "objects") });
    await expect(opening).rejects.toMatchObject({
      code: "store_unavailable",
      message: "The object store failed while opening its directory (ENOTDIR).",
    });
  });
});

async function untilSomeMegabytes(directory: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const [name] = await readdir(directory).catch(() => []);
    if (name && (await stat(path.join(directory, name))).size > 3_000_000) return;
    await sleep(10);
  }
  throw new Error("the writer wrote nothing");
}
