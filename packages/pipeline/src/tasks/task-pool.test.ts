import {
  categoryColumn,
  numberColumn,
  prepareConfigSchema,
  splitConfigSchema,
  tableFromColumns,
} from "@pipepilot/ml";
import { afterEach, describe, expect, it } from "vitest";
import { encodeTable } from "../frame/table-frame";
import { prepareStep, type PrepareParams } from "../steps/prepare";
import { createTaskPool, TaskError, type TaskPool } from "./task-pool";

const rows = Array.from({ length: 120 }, (_, row) => row);
const table = encodeTable(
  tableFromColumns([
    numberColumn("size", rows),
    categoryColumn(
      "kind",
      rows.map((row) => ["a", "b"][row % 2]),
    ),
    numberColumn(
      "price",
      rows.map((row) => row * 3 + (row % 2)),
    ),
  ]),
);
const params: PrepareParams = {
  target: "price",
  task: "regression",
  seed: 42,
  split: splitConfigSchema.parse({}),
  prepare: prepareConfigSchema.parse({}),
  families: ["random_forest"],
};

let pool: TaskPool | null = null;
afterEach(() => pool?.close());

describe("a task pool", () => {
  it("gives the same bytes as the calling thread", async () => {
    pool = createTaskPool({ threads: 1 });
    const here = await prepareStep.run({ table, params }, {});
    const there = await pool.run("prepare", { table, params });
    expect(Buffer.from(there.blobs.prepared).equals(Buffer.from(here.blobs.prepared))).toBe(true);
    expect(there.facts).toEqual(here.facts);
  });

  it("uses a thread again, and another one while it is busy", async () => {
    pool = createTaskPool({ threads: 1, concurrency: 2 });
    await pool.run("prepare", { table, params });
    const both = await Promise.all([1, 2, 3].map(() => pool?.run("prepare", { table, params })));
    expect(both.map((result) => result?.facts.trainRows)).toEqual([
      both[0]?.facts.trainRows,
      both[0]?.facts.trainRows,
      both[0]?.facts.trainRows,
    ]);
  });

  it("ends a thread whose work is aborted", async () => {
    pool = createTaskPool({ threads: 1, concurrency: 1 });
    const stop = new AbortController();
    const aborted = pool.run("prepare", { table, params }, { signal: stop.signal });
    stop.abort(new Error("cancelled"));
    await expect(aborted).rejects.toThrow("cancelled");
    await expect(pool.run("prepare", { table, params })).resolves.toHaveProperty("facts");
  });

  it("tells bad data by its code", async () => {
    pool = createTaskPool({ threads: 1 });
    const bad = pool.run("prepare", { table, params: { ...params, target: "cost" } });
    await expect(bad).rejects.toThrow(TaskError);
    await expect(bad).rejects.toMatchObject({ code: "target_missing" });
  });
});
