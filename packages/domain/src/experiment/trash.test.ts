import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createRun } from "../run/create";
import { getTrackedRun } from "../run/tracked";
import { restoreRun, trashRun } from "../run/trash";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createExperiment } from "./create";
import { deleteExperimentTag } from "./delete-tag";
import { setExperimentTag } from "./set-tag";
import { getTrackedExperiment } from "./tracked";
import { restoreExperiment, trashExperiment } from "./trash";

let services: TestServices;
let ctx: ProjectContext;
const missing = { code: "not_found" };

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

async function experimentAndRun(): Promise<{ id: string; runId: string }> {
  const { id } = await createExperiment({ ctx, input: { name: randomUUID() } });
  const { id: runId } = await createRun({ ctx, input: { experimentId: id } });
  return { id, runId };
}

const deletedAt = async (runId: string) => (await getTrackedRun({ ctx, input: { runId } })).deletedAt;

describe("the trash", () => {
  it("takes an experiment with its runs, once, and gives both back, once", async () => {
    const { id, runId } = await experimentAndRun();
    await expect(restoreExperiment({ ctx, input: { id } })).rejects.toMatchObject(missing);
    await trashExperiment({ ctx, input: { id } });
    expect(await deletedAt(runId)).toBeInstanceOf(Date);
    await expect(trashExperiment({ ctx, input: { id } })).rejects.toMatchObject(missing);
    await restoreExperiment({ ctx, input: { id } });
    expect(await deletedAt(runId)).toBeNull();
    expect((await getTrackedExperiment({ ctx, input: { id } })).deletedAt).toBeNull();
  });

  it("takes a run and gives it back; saying so twice changes nothing", async () => {
    const { runId } = await experimentAndRun();
    await restoreRun({ ctx, input: { runId } });
    await trashRun({ ctx, input: { runId } });
    const since = await deletedAt(runId);
    await trashRun({ ctx, input: { runId } });
    expect(await deletedAt(runId)).toEqual(since);
    await restoreRun({ ctx, input: { runId } });
    expect(await deletedAt(runId)).toBeNull();
    await expect(trashRun({ ctx, input: { runId: "0".repeat(32) } })).rejects.toMatchObject(missing);
  });
});

describe("an experiment's tags", () => {
  it("have keys of every name, also of those that JavaScript gives to parts of objects", async () => {
    const tags = ["__proto__", "constructor", "a"].map((key) => ({ key, value: "1" }));
    const input = { name: randomUUID(), tags: [...tags, { key: "a", value: "2" }] };
    const { id } = await createExperiment({ ctx, input });
    await setExperimentTag({ ctx, input: { id, key: "__proto__", value: "3" } });
    const { tags: found } = await getTrackedExperiment({ ctx, input: { id } });
    expect(found.map(({ key, value }) => [key, value]).sort()).toEqual([
      ["__proto__", "3"],
      ["a", "2"],
      ["constructor", "1"],
    ]);
  });

  it("are removed where they are, and said to be missing where they are not", async () => {
    const { id } = await createExperiment({
      ctx,
      input: { name: randomUUID(), tags: [{ key: "a", value: "" }] },
    });
    await deleteExperimentTag({ ctx, input: { id, key: "a" } });
    await expect(deleteExperimentTag({ ctx, input: { id, key: "a" } })).rejects.toMatchObject(missing);
    await expect(deleteExperimentTag({ ctx, input: { id, key: "no//key" } })).rejects.toMatchObject(missing);
    expect((await getTrackedExperiment({ ctx, input: { id } })).tags).toEqual([]);
  });
});
