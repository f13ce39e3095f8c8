import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import {
  createTestDatasetVersion,
  createTestExperiment,
  createTestRun,
  createTestVersion,
} from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { getPrediction } from "./get-prediction";
import { recordPredictions } from "./record-predictions";
import type { PredictionRow } from "./schema";

let services: TestServices;
let ctx: ProjectContext;
let first: Awaited<ReturnType<typeof createTestVersion>>;
let second: typeof first;

beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(async () => {
  ctx = await createTestProject(services);
  first = await createTestVersion(ctx, "prices");
  second = await createTestVersion(ctx, "prices");
});
afterAll(() => services.close());

describe("predictions", () => {
  const row = (own: Partial<PredictionRow> = {}): PredictionRow => ({
    projectId: ctx.project.id,
    id: randomUUID(),
    modelVersionId: first.id,
    apiKeyId: null,
    at: new Date("2026-11-20T14:03:00.123Z"),
    latencyMs: 0.75,
    rowCount: 1,
    inputs: { columns: ["rooms"], data: [[3]] },
    outputs: [452600.5],
    ...own,
  });

  it("say which version answered, from which run and data", async () => {
    const experiment = await createTestExperiment(ctx);
    const runId = await createTestRun(ctx, experiment.id);
    const data = await createTestDatasetVersion(ctx);
    const version = await createTestVersion(ctx, "traced", { runId, datasetVersionId: data.id });
    const prediction = row({ modelVersionId: version.id });
    expect(await recordPredictions({ services, rows: [prediction, row({ inputs: null })] })).toBe(2);
    expect(await recordPredictions({ services, rows: [prediction] })).toBe(0);
    expect(await getPrediction({ ctx, input: { id: prediction.id } })).toEqual({
      id: prediction.id,
      at: prediction.at,
      latencyMs: 0.75,
      rowCount: 1,
      inputs: prediction.inputs,
      outputs: [452600.5],
      apiKey: null,
      model: "traced",
      number: 1,
      modelVersionId: version.id,
      run: { id: runId, name: "random_forest_100", experiment: experiment.name },
      dataset: { name: data.dataset, number: 1 },
    });
  });

  it("lose only the rows whose version is gone or is another project's", async () => {
    const stranger = await createTestProject(services);
    const rows = [
      row(),
      row({ modelVersionId: randomUUID() }),
      row({ projectId: stranger.project.id }),
      row({ modelVersionId: second.id }),
    ];
    expect(await recordPredictions({ services, rows })).toBe(2);
    const kept = await ctx.db.prisma.prediction.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    expect(kept.map(({ id }) => id).sort()).toEqual([rows[0].id, rows[3].id].sort());
  });

  it("keep odd texts as near as PostgreSQL allows", async () => {
    const odd = row({ inputs: { "a\0b": "x\0y", path: "C:\\u0000\\\0", half: "\ud800!", whole: "🏠" } });
    expect(await recordPredictions({ services, rows: [odd] })).toBe(1);
    expect((await getPrediction({ ctx, input: { id: odd.id } })).inputs).toEqual({
      "a\ufffdb": "x\ufffdy",
      path: "C:\\u0000\\\ufffd",
      half: "\ufffd!",
      whole: "🏠",
    });
  });

  it("are written a thousand at a time", async () => {
    const rows = Array.from({ length: 1000 }, () => row());
    expect(await recordPredictions({ services, rows })).toBe(1000);
    expect(await recordPredictions({ services, rows: [] })).toBe(0);
  });

  it("are shown to members and to no stranger", async () => {
    const prediction = row();
    await recordPredictions({ services, rows: [prediction] });
    const viewer = await addTestMember(ctx, "viewer");
    expect((await getPrediction({ ctx: viewer, input: { id: prediction.id } })).model).toBe("prices");
    const stranger = await createTestProject(services);
    await expect(getPrediction({ ctx: stranger, input: { id: prediction.id } })).rejects.toMatchObject({
      code: "not_found",
    });
    const key: ProjectContext = {
      ...ctx,
      actor: { kind: "apiKey", apiKeyId: randomUUID(), name: "app", scopes: ["predict"] },
      role: null,
    };
    await expect(getPrediction({ ctx: key, input: { id: prediction.id } })).rejects.toMatchObject({
      code: "permission_denied",
    });
  });
});
