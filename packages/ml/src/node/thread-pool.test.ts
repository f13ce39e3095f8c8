import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { createThreadPool, type ThreadPool } from "./thread-pool";

/** A worker whose tasks echo, fail, die or never end. */
const folder = mkdtempSync(path.join(tmpdir(), "thread-pool-"));
const script = path.join(folder, "worker.mjs");
writeFileSync(
  script,
  `import { parentPort, threadId } from "node:worker_threads";
   parentPort.on("message", ({ name, payload }) => {
     const echo = () => parentPort.postMessage({ ok: true, result: { payload, threadId } });
     if (name === "echo") setTimeout(echo, payload.ms ?? 0);
     if (name === "echo when told") Atomics.wait(payload.told, 0, 0), echo();
     if (name === "fail") parentPort.postMessage({ ok: false, error: { name: "LearningError", message: "no rows", code: "too_few_rows", facts: {} } });
     if (name === "die") process.exit(3);
     if (name === "throw") throw new Error("broken");
     if (name === "forever") for (;;);
   });`,
);
const workerFile = pathToFileURL(script);

let pool: ThreadPool;
const open = (threads: number) => (pool = createThreadPool({ threads, workerFile }));
afterEach(() => pool.close());

interface Echo {
  readonly payload: { readonly n: number };
  readonly threadId: number;
}

describe("thread pool", () => {
  it("answers in the order of the payloads, whichever is done first", async () => {
    const seen: number[] = [];
    const told = [0, 1, 1].map((value) => new Int32Array(new SharedArrayBuffer(4)).fill(value));
    const results = await open(2).run<object, Echo>(
      "echo when told",
      told.map((flag, n) => ({ n, told: flag })),
      {
        onResult(index) {
          seen.push(index);
          if (index !== 2) return;
          Atomics.store(told[0], 0, 1);
          Atomics.notify(told[0], 0);
        },
      },
    );
    expect(results.map((result) => result.payload.n)).toEqual([0, 1, 2]);
    expect(seen).toEqual([1, 2, 0]);
  });

  it("never uses more threads than it was given", async () => {
    const results = await open(2).run<object, Echo>(
      "echo",
      Array.from({ length: 12 }, (_, n) => ({ n, ms: 2 })),
    );
    expect(new Set(results.map((result) => result.threadId)).size).toBeLessThanOrEqual(2);
  });

  it("answers nothing to no payloads", async () => {
    expect(await open(1).run("echo", [])).toEqual([]);
  });

  it("hands on a task's own error with its code", async () => {
    await expect(open(1).run("fail", [{}])).rejects.toMatchObject({
      name: "LearningError",
      message: "no rows",
      code: "too_few_rows",
    });
    expect(await pool.run<object, Echo>("echo", [{ n: 1 }])).toHaveLength(1);
  });

  it.each(["die", "throw"])(
    "rejects the task of a thread that dies (%s) and replaces the thread",
    async (task) => {
      await expect(open(1).run(task, [{}])).rejects.toMatchObject({
        name: "ThreadPoolError",
        code: "worker_crashed",
      });
      const [again] = await pool.run<object, Echo>("echo", [{ n: 7 }]);
      expect(again.payload.n).toBe(7);
    },
  );

  it("ends running and waiting tasks when aborted, however long they would take, and works on", async () => {
    const controller = new AbortController();
    const running = open(2).run("forever", [{}, {}, {}], { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(await pool.run<object, Echo>("echo", [{ n: 1 }])).toHaveLength(1);
  });

  it("leaves other runs alone when one is aborted", async () => {
    const controller = new AbortController();
    const aborted = open(1).run("echo", [{ n: 1 }, { n: 2 }], { signal: controller.signal });
    const other = pool.run<object, Echo>("echo", [{ n: 3 }]);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
    expect((await other)[0].payload.n).toBe(3);
  });

  it("ends idle threads when told to rest, lets busy ones finish, and works on", async () => {
    const [before] = await open(2).run<object, Echo>("echo", [{ n: 1 }]);
    const running = pool.run<object, Echo>("echo", [
      { n: 2, ms: 50 },
      { n: 3, ms: 50 },
    ]);
    pool.rest();
    expect((await running).map((result) => result.payload.n)).toEqual([2, 3]);
    pool.rest();
    const [after] = await pool.run<object, Echo>("echo", [{ n: 4 }]);
    expect(after.threadId).not.toBe(before.threadId);
  });

  it("rejects what a closed pool is asked to do", async () => {
    const running = open(1).run("forever", [{}]);
    setTimeout(() => void pool.close(), 100);
    await expect(running).rejects.toMatchObject({ code: "pool_closed" });
    await expect(pool.run("echo", [{}])).rejects.toMatchObject({ code: "pool_closed" });
  });

  it("rejects a payload that cannot be sent, and works on", async () => {
    await expect(open(1).run("echo", [{ call: () => 1 }])).rejects.toMatchObject({ name: "DataCloneError" });
    expect(await pool.run<object, Echo>("echo", [{ n: 1 }])).toHaveLength(1);
  });

  it("names the known tasks when asked for another, on the real worker", async () => {
    pool = createThreadPool({ threads: 1 });
    await expect(pool.run("no_such_task", [{}])).rejects.toThrow("random_forest/build_tree");
  });
});
