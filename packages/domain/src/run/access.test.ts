import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { compareRuns } from "./compare";
import { finishRun } from "./finish";
import { getRun } from "./get";
import { logMetrics } from "./log-metrics";
import { getMetricPoints } from "./metric-points";
import { setRunTags } from "./set-tags";
import { startRun } from "./start";
import { createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());

describe("a run", () => {
  it("lets a viewer read and not write", async () => {
    const runId = await createTestRun(ctx, experimentId);
    const viewer = await addTestMember(ctx, "viewer");
    expect((await getRun({ ctx: viewer, input: { runId } })).id).toBe(runId);
    const denied = { code: "permission_denied" };
    await expect(startRun({ ctx: viewer, input: { experimentId, name: "x" } })).rejects.toMatchObject(denied);
    await expect(logMetrics({ ctx: viewer, input: { runId, points: [] } })).rejects.toMatchObject(denied);
    await expect(setRunTags({ ctx: viewer, input: { runId, tags: {} } })).rejects.toMatchObject(denied);
    await expect(finishRun({ ctx: viewer, input: { runId, status: "KILLED" } })).rejects.toMatchObject(
      denied,
    );
  });

  it("finds nothing of another project", async () => {
    const runId = await createTestRun(ctx, experimentId, { rmse: 1 });
    const own = await createTestRun(ctx, experimentId);
    const stranger = await createTestProject(services);
    const missing = { code: "not_found" };
    const as = { ctx: stranger };
    await expect(getRun({ ...as, input: { runId } })).rejects.toMatchObject(missing);
    await expect(getMetricPoints({ ...as, input: { runId, key: "rmse" } })).rejects.toMatchObject(missing);
    await expect(compareRuns({ ...as, input: { runIds: [runId, own] } })).rejects.toMatchObject(missing);
    await expect(startRun({ ...as, input: { experimentId, name: "x" } })).rejects.toMatchObject(missing);
    await expect(
      logMetrics({ ...as, input: { runId, points: [{ key: "rmse", value: 0, step: 5, timestamp: 1000 }] } }),
    ).rejects.toMatchObject(missing);
    await expect(finishRun({ ...as, input: { runId, status: "KILLED" } })).rejects.toMatchObject(missing);
    await expect(setRunTags({ ...as, input: { runId, tags: { a: "b" } } })).rejects.toMatchObject(missing);
    expect((await getRun({ ctx, input: { runId } })).primaryValue).toBe(1);
  });
});
