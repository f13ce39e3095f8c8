import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createPipeline } from "./create";
import { getPipeline } from "./get";
import { getPipelineConfig } from "./get-config";
import { getPipelineRun } from "./get-run";
import { listPipelines } from "./list";
import { listPipelineRuns } from "./list-runs";
import { savePipelineConfig } from "./save-config";
import { startListeningPipelines } from "./start-listening";
import { startPipelineRun } from "./start-run";
import { addVersion, config, createHomes, pipeline, yaml } from "./testing";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

describe("a pipeline", () => {
  it("keeps every config under its number, and the same text again makes none", async () => {
    const ctx = await createHomes(services);
    expect(await savePipelineConfig({ ctx, input: { pipeline, yaml, config } })).toMatchObject({
      number: 1,
      saved: false,
    });
    const changed = { ...config, seed: 7 };
    const saved = await Promise.all(
      ["seed: 7\n", "seed: 7 # again\n"].map((more) =>
        savePipelineConfig({ ctx, input: { pipeline, yaml: yaml + more, config: changed } }),
      ),
    );
    expect(saved.map(({ number }) => number).sort()).toEqual([2, 3]);
    expect(saved.map(({ saved }) => saved)).toEqual([true, true]);
    expect(saved[0].hash).toBe(saved[1].hash);
    const detail = await getPipeline({ ctx, input: { pipeline } });
    expect(detail.configs.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(detail).toMatchObject({ configNumber: 3, target: "price", latestRun: null });
    expect((await listPipelines({ ctx })).map(({ name }) => name)).toEqual([pipeline]);
  });

  it("gives back the text of any of its configs, and only its own", async () => {
    const ctx = await createHomes(services);
    await savePipelineConfig({
      ctx,
      input: { pipeline, yaml: `${yaml}seed: 7\n`, config: { ...config, seed: 7 } },
    });
    expect(await getPipelineConfig({ ctx, input: { pipeline, number: 1 } })).toMatchObject({
      number: 1,
      yaml,
    });
    const missing = getPipelineConfig({ ctx, input: { pipeline, number: 3 } });
    await expect(missing).rejects.toMatchObject({ code: "not_found" });
    const stranger = await createTestProject(services);
    await expect(getPipelineConfig({ ctx: stranger, input: { pipeline, number: 1 } })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("cannot be named like the page that makes new ones", async () => {
    const ctx = await createHomes(services);
    const create = createPipeline({ ctx, input: { name: "new", dataset: "homes", yaml, config } });
    await expect(create).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("refuses a taken name, another dataset and an unknown one, and leaves nothing", async () => {
    const ctx = await createHomes(services);
    const input = { name: pipeline, dataset: "homes", yaml, config };
    await expect(createPipeline({ ctx, input })).rejects.toMatchObject({ code: "already_exists" });
    const other = { ...input, name: "other", config: { ...config, dataset: "cars" } };
    await expect(createPipeline({ ctx, input: other })).rejects.toMatchObject({ code: "config_invalid" });
    await expect(createPipeline({ ctx, input: { ...other, dataset: "cars" } })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await ctx.db.prisma.pipeline.count({ where: { projectId: ctx.project.id } })).toBe(1);
  });
});

describe("starting a run", () => {
  it("numbers runs without a gap, also when several start at once", async () => {
    const ctx = await createHomes(services);
    const started = await Promise.all(
      Array.from({ length: 5 }, () => startPipelineRun({ ctx, input: { pipeline } })),
    );
    expect(started.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
    const page = await listPipelineRuns({ ctx, input: { pipeline, limit: 2 } });
    expect(page.runs.map(({ number, status }) => `${number} ${status}`)).toEqual(["5 queued", "4 queued"]);
    const next = await listPipelineRuns({ ctx, input: { pipeline, cursor: page.nextCursor ?? 0, limit: 3 } });
    expect(next.runs.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(next.nextCursor).toBeNull();
  });

  it("with one idempotency key is one run, also at once", async () => {
    const ctx = await createHomes(services);
    const input = { pipeline, idempotencyKey: "once" };
    const started = await Promise.all(Array.from({ length: 4 }, () => startPipelineRun({ ctx, input })));
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await ctx.db.prisma.pipelineRun.count({ where: { projectId: ctx.project.id } })).toBe(1);
  });

  it("takes the latest version that was not blocked, and refuses a blocked one by number", async () => {
    const ctx = await createHomes(services);
    await addVersion(ctx, { blocked: true });
    const { number } = await startPipelineRun({ ctx, input: { pipeline } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run.datasetVersion.number).toBe(1);
    await expect(
      startPipelineRun({ ctx, input: { pipeline, datasetVersionNumber: 2 } }),
    ).rejects.toMatchObject({ code: "schema_blocked" });
  });

  it("refuses a target that is not there or constant, but lets new data's run tell it", async () => {
    const ctx = await createHomes(services);
    const version = await addVersion(ctx, { distinct: 1 });
    await expect(startPipelineRun({ ctx, input: { pipeline } })).rejects.toMatchObject({
      code: "target_unusable",
    });
    const started = await startListeningPipelines({ ctx, input: { datasetVersionId: version.id } });
    expect(started).toEqual([expect.objectContaining({ pipeline, number: 1 })]);
    expect(await startListeningPipelines({ ctx, input: { datasetVersionId: version.id } })).toEqual(started);
    const rent = { ...config, target: "rent" };
    await expect(savePipelineConfig({ ctx, input: { pipeline, yaml, config: rent } })).rejects.toMatchObject({
      code: "target_unusable",
      message: 'The target "rent" is not a column of version 2 of homes. Columns: size, price.',
    });
  });

  it("refuses columns that are not there, as saving and creating do, with their places", async () => {
    const ctx = await createHomes(services);
    const wrong = { ...config, prepare: { drop: ["size", "nocol"] }, split: { by: "group:town" } };
    const refused = {
      code: "column_not_found",
      message:
        'prepare.drop.1: "nocol", split.by: "town" are no columns of version 1 of homes. Columns: size, price.',
      facts: {
        problems: [
          {
            path: "prepare.drop.1",
            message: 'names "nocol", which is not a column of version 1 of homes. Columns: size, price.',
          },
          {
            path: "split.by",
            message: 'names "town", which is not a column of version 1 of homes. Columns: size, price.',
          },
        ],
      },
    };
    const input = { pipeline, yaml, config: wrong };
    await expect(savePipelineConfig({ ctx, input })).rejects.toMatchObject(refused);
    await expect(
      createPipeline({ ctx, input: { name: "other", dataset: "homes", yaml, config: wrong } }),
    ).rejects.toMatchObject(refused);
    // A config from before the check, or older than the data.
    const { projectId, pipelineId } = await ctx.db.prisma.pipelineConfig.findFirstOrThrow({
      where: { projectId: ctx.project.id },
    });
    await ctx.db.prisma.pipelineConfig.create({
      data: { projectId, pipelineId, number: 2, yaml, parsed: wrong, hash: "2", createdBy: {} },
    });
    await expect(startPipelineRun({ ctx, input: { pipeline } })).rejects.toMatchObject(refused);
    const cause = { kind: "dataset-version", dataset: "homes", number: 1 } as const;
    expect(await startPipelineRun({ ctx, input: { pipeline, cause } })).toMatchObject({ number: 1 });
    const dropsTarget = { ...config, prepare: { drop: ["price"] } };
    await expect(
      savePipelineConfig({ ctx, input: { pipeline, yaml, config: dropsTarget } }),
    ).rejects.toMatchObject({
      code: "config_invalid",
      message: 'prepare.drop.0: the target "price" cannot be dropped.',
    });
    const good = { ...config, prepare: { drop: ["size"] }, split: { by: "time:size" } };
    const saved = await savePipelineConfig({ ctx, input: { pipeline, yaml, config: good } });
    expect(saved).toMatchObject({ number: 3 });
  });

  it("is not for viewers, and nothing of it is there for another project", async () => {
    const ctx = await createHomes(services);
    const viewer = await addTestMember(ctx, "viewer");
    const start = startPipelineRun({ ctx: viewer, input: { pipeline } });
    await expect(start).rejects.toMatchObject({ code: "permission_denied" });
    const stranger = await createTestProject(services);
    await expect(getPipeline({ ctx: stranger, input: { pipeline } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
