import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServices, type TestServices } from "../testing";
import { appendStepLog } from "./append-step-log";
import { cancelPipelineRun } from "./cancel-run";
import { openExecution } from "./execution";
import { failStep } from "./fail-step";
import { findCachedStep } from "./find-cached-step";
import { finishPipelineRun } from "./finish-run";
import { finishStep } from "./finish-step";
import { getPipelineRun } from "./get-run";
import { planSteps } from "./plan-steps";
import { reportStepProgress } from "./report-step-progress";
import { startPipelineRun } from "./start-run";
import { startStep } from "./start-step";
import { getStepLog } from "./step-log";
import { createExecution, DECISION, pipeline } from "./testing";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

describe("executing a run", () => {
  it("is only for the worker that acts as the run", async () => {
    const { ctx, steps } = await createExecution(services);
    await expect(planSteps({ ctx, input: { steps } })).rejects.toMatchObject({ code: "permission_denied" });
  });

  it("follows a step from its start over progress and log to its references, and finds them again by key", async () => {
    const { ctx, worker, number, steps } = await createExecution(services);
    await planSteps({ ctx: worker, input: { steps } });
    const first = { key: "prepare", inputHash: "h1", inputParts: { seed: "42" } };
    expect(await startStep({ ctx: worker, input: first })).toMatchObject({ attempt: 1, previous: null });
    expect(await startStep({ ctx: worker, input: first })).toMatchObject({ attempt: 2 });
    const progress = { done: 3, total: 10, metrics: { rmse: 2.5 } };
    expect(await reportStepProgress({ ctx: worker, input: { key: "prepare", progress } })).toBe(true);
    const lines = [
      { level: "info" as const, message: "one" },
      { level: "warn" as const, message: "two" },
    ];
    await appendStepLog({ ctx: worker, input: { key: "prepare", lines } });
    const running = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(running).toMatchObject({ status: "running", stepsDone: 0, stepsTotal: 2 });
    expect(running.runningStep).toEqual({ key: "prepare", title: "Prepare", progress });
    const log = await getStepLog({ ctx, input: { pipeline, number, step: "prepare", limit: 1 } });
    expect(log.lines.map(({ message }) => message)).toEqual(["one"]);
    const more = { pipeline, number, step: "prepare", cursor: log.cursor ?? undefined };
    expect((await getStepLog({ ctx, input: more })).lines.map(({ message }) => message)).toEqual(["two"]);

    const { hash, key, size } = await ctx.store.put(new TextEncoder().encode("prepared"));
    const outputs = { blobs: [{ name: "prepared", hash, key, size }], facts: { rows: 24 } };
    await finishStep({
      ctx: worker,
      input: { key: "prepare", status: "succeeded", reason: "Runs for the first time.", outputs },
    });
    expect(await findCachedStep({ ctx: worker, input: { step: "prepare", inputHash: "h1" } })).toEqual({
      outputs,
      pipeline,
      runNumber: number,
    });
    expect(await findCachedStep({ ctx: worker, input: { step: "prepare", inputHash: "h2" } })).toBeNull();
    expect((await ctx.db.prisma.blob.findUniqueOrThrow({ where: { hash } })).refCount).toBe(1);

    const again = await startPipelineRun({ ctx, input: { pipeline } });
    const next = await openExecution(ctx, { projectId: ctx.project.id, pipelineRunId: again.id });
    await planSteps({ ctx: next, input: { steps } });
    const started = await startStep({ ctx: next, input: { ...first, inputHash: "h2" } });
    expect(started.previous).toEqual({ runNumber: number, parts: { seed: "42" } });
  });

  it("ends with its decision, once", async () => {
    const { ctx, worker, id, number } = await createExecution(services);
    await finishPipelineRun({ ctx: worker, input: { status: "succeeded", decision: DECISION } });
    await finishPipelineRun({ ctx: worker, input: { status: "failed" } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run).toMatchObject({ status: "succeeded", decision: DECISION, error: null });
    const events = await ctx.db.prisma.event.findMany({
      where: { projectId: ctx.project.id, data: { path: ["pipelineRunId"], equals: id } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ name }) => name)).toEqual(["pipeline-run/requested", "pipeline-run/succeeded"]);
  });

  it("fails with the error of the step that failed, and what was not reached is skipped", async () => {
    const { ctx, worker, number } = await createExecution(services);
    await startStep({ ctx: worker, input: { key: "prepare", inputHash: "h", inputParts: {} } });
    const error = { code: "no_features", message: "No column is left to learn from." };
    await failStep({ ctx: worker, input: { key: "prepare", error } });
    await finishPipelineRun({ ctx: worker, input: { status: "failed" } });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run).toMatchObject({ status: "failed", error: { ...error, step: "prepare" } });
    expect(run.steps.map(({ status }) => status)).toEqual(["failed", "skipped"]);
    expect(run).toMatchObject({ stepsDone: 0, stepsTotal: 2 });
  });

  it("stays as it was cancelled: no step is started or finished any more", async () => {
    const { ctx, worker, number } = await createExecution(services);
    await startStep({ ctx: worker, input: { key: "prepare", inputHash: "h", inputParts: {} } });
    await cancelPipelineRun({ ctx, input: { pipeline, number } });
    const outputs = { blobs: [], facts: {} };
    const finished = finishStep({
      ctx: worker,
      input: { key: "prepare", status: "succeeded", reason: "", outputs },
    });
    await expect(finished).rejects.toMatchObject({ code: "run_finished" });
    const progress = { done: 1, total: 2 };
    expect(await reportStepProgress({ ctx: worker, input: { key: "prepare", progress } })).toBe(false);
    await expect(cancelPipelineRun({ ctx, input: { pipeline, number } })).rejects.toMatchObject({
      code: "run_finished",
    });
    const run = await getPipelineRun({ ctx, input: { pipeline, number } });
    expect(run.status).toBe("cancelled");
    expect(run.steps.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });
});
