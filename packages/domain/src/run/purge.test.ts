import { objectKey } from "@pipepilot/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeBlob } from "../blob/store";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { listRuns } from "./list";
import { logArtifact } from "./log-artifact";
import { purgeRuns } from "./purge";
import { createTestExperiment, createTestRun, createTestVersion } from "./testing";
import { restoreRuns, trashRuns } from "./trash";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

/** Two finished runs of an experiment of their own. */
async function twoRuns() {
  const { id, name } = await createTestExperiment(ctx);
  const runIds = [await createTestRun(ctx, id, { rmse: 1 }), await createTestRun(ctx, id, { rmse: 2 })];
  return { experiment: name, runIds };
}

const listed = async (experiment: string, trash: boolean) =>
  (await listRuns({ ctx, input: { experiment, trash } })).items.map(({ id }) => id).sort();

async function logFile(runId: string, text: string) {
  const stored = await storeBlob(services, Buffer.from(text));
  await logArtifact({
    ctx,
    input: { runId, path: "notes.txt", blob: { hash: stored.hash, size: stored.size } },
  });
  return stored.hash;
}
const isStored = async (hash: string) => (await services.store.stat(objectKey(hash))) !== null;

describe("the trash", () => {
  it("takes many runs and gives them back as they were", async () => {
    const { experiment, runIds } = await twoRuns();
    await trashRuns({ ctx, input: { runIds } });
    expect([await listed(experiment, false), await listed(experiment, true)]).toEqual([
      [],
      [...runIds].sort(),
    ]);
    await restoreRuns({ ctx, input: { runIds: [runIds[0]] } });
    expect([await listed(experiment, false), await listed(experiment, true)]).toEqual([
      [runIds[0]],
      [runIds[1]],
    ]);
    const events = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, name: { in: ["run/trashed", "run/restored"] } },
      orderBy: { at: "asc" },
    });
    expect(events.map(({ name, data }) => [name, data])).toEqual([
      ["run/trashed", { experiment, run: "random_forest_100", runs: 2 }],
      ["run/restored", { experiment, run: "random_forest_100", runs: 1 }],
    ]);
  });

  it("takes all or, where one is not there, none", async () => {
    const { experiment, runIds } = await twoRuns();
    const call = trashRuns({ ctx, input: { runIds: [...runIds, "0".repeat(32)] } });
    await expect(call).rejects.toMatchObject({ code: "not_found" });
    expect(await listed(experiment, false)).toEqual([...runIds].sort());
  });
});

describe("deleting permanently", () => {
  it("removes rows and bytes, but no bytes that another run has too", async () => {
    const { experiment, runIds } = await twoRuns();
    const own = await logFile(runIds[0], `own of ${runIds[0]}`);
    const [shared] = [await logFile(runIds[0], "shared"), await logFile(runIds[1], "shared")];
    await logFile(runIds[0], `own of ${runIds[0]}`);
    await trashRuns({ ctx, input: { runIds: [runIds[0]] } });
    await purgeRuns({ ctx, input: { runIds: [runIds[0]] } });
    expect([await listed(experiment, false), await listed(experiment, true)]).toEqual([[runIds[1]], []]);
    expect([await isStored(own), await isStored(shared)]).toEqual([false, true]);
    const of = { where: { projectId: ctx.project.id, runId: runIds[0] } };
    expect(await ctx.db.prisma.runMetric.count(of)).toBe(0);
    expect(await ctx.db.prisma.metricChunk.count(of)).toBe(0);
  });

  it("refuses what is not in the trash and what a model version was made of, and then removes nothing", async () => {
    const { experiment, runIds } = await twoRuns();
    const refusal = { code: "conflict" };
    await trashRuns({ ctx, input: { runIds: [runIds[0]] } });
    await expect(purgeRuns({ ctx, input: { runIds } })).rejects.toMatchObject(refusal);
    await createTestVersion(ctx, "kept", { runId: runIds[1] });
    await trashRuns({ ctx, input: { runIds } });
    await expect(purgeRuns({ ctx, input: { runIds } })).rejects.toMatchObject({
      ...refusal,
      message: 'The run "random_forest_100" made version 1 of kept; a version keeps its run.',
    });
    expect(await listed(experiment, true)).toEqual([...runIds].sort());
  });

  it("is for maintainers, the trash for contributors", async () => {
    const { runIds } = await twoRuns();
    const contributor = await addTestMember(ctx, "contributor");
    const viewer = await addTestMember(ctx, "viewer");
    const denied = { code: "permission_denied" };
    await expect(trashRuns({ ctx: viewer, input: { runIds } })).rejects.toMatchObject(denied);
    await trashRuns({ ctx: contributor, input: { runIds } });
    await expect(purgeRuns({ ctx: contributor, input: { runIds } })).rejects.toMatchObject(denied);
    const stranger = await createTestProject(services);
    await expect(purgeRuns({ ctx: stranger, input: { runIds } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
