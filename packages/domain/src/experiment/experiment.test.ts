import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createRun } from "../run/create";
import { listRuns } from "../run/list";
import { getTrackedRun } from "../run/tracked";
import { restoreRun, trashRun } from "../run/trash";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createExperiment } from "./create";
import { getExperiment } from "./get";
import { experimentNameOf } from "./name-of";
import { listExperiments } from "./list";
import { renameExperiment } from "./rename";
import { deleteExperimentTag } from "./delete-tag";
import { setExperimentTag } from "./set-tag";
import { getTrackedExperiment } from "./tracked";
import { restoreExperiment, trashExperiment } from "./trash";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

const create = (name: string, own: object = {}) => createExperiment({ ctx, input: { name, ...own } });
const shown = async () => (await listExperiments({ ctx, input: {} })).items.map(({ name }) => name);

describe("what an address calls an experiment", () => {
  const nameOf = (called: string) => experimentNameOf({ ctx, input: { called } });

  it("is its name or its id, and a name goes before another's id", async () => {
    const [first, second] = [await create("by id"), await create("also by id")];
    expect(await nameOf(first.id)).toBe("by id");
    expect(await nameOf("by id")).toBe("by id");
    await create(second.id);
    expect(await nameOf(second.id)).toBe(second.id);
  });

  it("is given back where it is neither, or another project's", async () => {
    const other = await createTestProject(services);
    const { id } = await createExperiment({ ctx: other, input: { name: "elsewhere" } });
    expect(await nameOf(id)).toBe(id);
    expect(await nameOf("../x")).toBe("../x");
  });
});

describe("an experiment of a client", () => {
  it("is made with tags and a place for artifacts, and judged by nothing yet", async () => {
    const { id } = await create("made", {
      tags: [{ key: "team", value: "a" }],
      artifactLocation: "s3://bucket/x",
    });
    expect(await getTrackedExperiment({ ctx, input: { id } })).toMatchObject({
      name: "made",
      artifactLocation: "s3://bucket/x",
      deletedAt: null,
      tags: [{ key: "team", value: "a" }],
    });
    expect(await getExperiment({ ctx, input: { name: "made" } })).toMatchObject({
      primaryMetric: null,
      best: null,
    });
  });

  it("has a name of its own, also beside the trash", async () => {
    const { id } = await create("taken");
    const { id: other } = await create("free");
    await trashExperiment({ ctx, input: { id } });
    await expect(create("taken")).rejects.toMatchObject({ code: "already_exists" });
    await expect(renameExperiment({ ctx, input: { id: other, name: "taken" } })).rejects.toMatchObject({
      code: "already_exists",
    });
    await expect(renameExperiment({ ctx, input: { id, name: "x" } })).rejects.toMatchObject({
      code: "in_trash",
    });
    await renameExperiment({ ctx, input: { id: other, name: "freed" } });
    expect((await getTrackedExperiment({ ctx, input: { name: "freed" } })).id).toBe(other);
  });

  it("takes its runs into the trash and out of it again", async () => {
    const { id } = await create("gone");
    const { id: runId } = await createRun({ ctx, input: { experimentId: id } });
    await trashExperiment({ ctx, input: { id } });
    expect(await shown()).not.toContain("gone");
    expect((await getTrackedRun({ ctx, input: { runId } })).deletedAt).not.toBeNull();
    await expect(createRun({ ctx, input: { experimentId: id } })).rejects.toMatchObject({ code: "in_trash" });
    await expect(trashExperiment({ ctx, input: { id } })).rejects.toMatchObject({ code: "not_found" });
    await restoreExperiment({ ctx, input: { id } });
    expect(await shown()).toContain("gone");
    expect((await getTrackedRun({ ctx, input: { runId } })).deletedAt).toBeNull();
  });

  it("shows no run that is in the trash", async () => {
    const { id } = await create("some");
    const [kept, thrown] = await Promise.all(
      [1, 2].map(() => createRun({ ctx, input: { experimentId: id } })),
    );
    await trashRun({ ctx, input: { runId: thrown.id } });
    const listed = async () => {
      const { items } = await listRuns({ ctx, input: { experiment: "some" } });
      return items.map((run) => run.id).sort();
    };
    expect(await listed()).toEqual([kept.id]);
    expect((await getExperiment({ ctx, input: { name: "some" } })).runCount).toBe(1);
    await restoreRun({ ctx, input: { runId: thrown.id } });
    expect(await listed()).toEqual([kept.id, thrown.id].sort());
  });

  it("has tags that are set, changed and removed, and says which one is not there", async () => {
    const { id } = await create("tagged", { tags: ["a", "b"].map((key) => ({ key, value: "1" })) });
    await setExperimentTag({ ctx, input: { id, key: "b", value: "3" } });
    await setExperimentTag({ ctx, input: { id, key: "c", value: "4" } });
    await deleteExperimentTag({ ctx, input: { id, key: "a" } });
    expect((await getTrackedExperiment({ ctx, input: { id } })).tags).toEqual([
      { key: "b", value: "3" },
      { key: "c", value: "4" },
    ]);
    await expect(deleteExperimentTag({ ctx, input: { id, key: "a" } })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is nobody else's", async () => {
    const { id } = await create("mine");
    const stranger = { ctx: await createTestProject(services), input: { id } };
    for (const ask of [getTrackedExperiment, trashExperiment, restoreExperiment])
      await expect(ask(stranger)).rejects.toMatchObject({ code: "not_found" });
    const viewer = { ...ctx, role: "viewer" as const };
    await expect(createExperiment({ ctx: viewer, input: { name: "x" } })).rejects.toMatchObject({
      code: "permission_denied",
    });
  });
});
