import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type TestTracking } from "../../../apps/tracking/test/harness";
import {
  configure,
  endRun,
  logMetrics,
  logModel,
  logParams,
  start_run,
  startRun,
  TrackingClient,
} from "../src";
import { startDoor, type Door } from "./outage";

let tracking: TestTracking;
let door: Door;
const spoolDirectory = mkdtempSync(path.join(tmpdir(), "pipepilot-spool-"));
beforeAll(async () => {
  tracking = await startTracking();
  door = await startDoor(tracking.url);
});
afterAll(async () => {
  door.close();
  await tracking.close();
  rmSync(spoolDirectory, { recursive: true });
});

const errors: Error[] = [];
const client = (options = {}) =>
  new TrackingClient({
    trackingUri: door.url,
    token: tracking.key,
    spoolDirectory,
    flushIntervalMs: 20,
    onError: (error) => errors.push(error),
    ...options,
  });
const run = async (run_id: string) => (await tracking.get("runs/get", { run_id })).body.run;
const history = async (run_id: string, metric_key: string) =>
  (await tracking.get("metrics/get-history", { run_id, metric_key, max_results: "50000" })).body.metrics as {
    value: number | string;
    step: number;
  }[];

describe("the five verbs", () => {
  it("record a run with its model", async () => {
    configure({ trackingUri: tracking.url, token: tracking.key, spoolDirectory });
    const { runId } = await startRun({ experiment: "verbs", name: "forest_100", tags: { team: "a" } });
    void logParams({ n_estimators: 100, criterion: "mse", grid: [1, 2], bootstrap: true, none: null });
    void logMetrics({ loss: 0.5, accuracy: 0.9 });
    void logMetrics({ loss: NaN }, 1);
    void logMetrics({ loss: -Infinity }, { step: -2, timestamp: 1000 });
    const files = { "weights.json": { slope: 2 }, "deep/notes é.txt": "text" };
    const signature = { inputs: [{ name: "size", type: "double" }] };
    const model = await logModel("model", files, {
      registeredModelName: "line",
      signature,
      params: { a: 1 },
    });
    expect(model).toEqual({
      modelId: expect.stringMatching(/^m-/),
      uri: `models:/${model.modelId}`,
      version: 1,
    });
    await endRun();
    const { info, data, outputs } = await run(runId);
    expect(info).toMatchObject({ run_name: "forest_100", status: "FINISHED" });
    expect(info.end_time).toBeGreaterThanOrEqual(info.start_time);
    expect(
      Object.fromEntries(data.params.map((each: { key: string; value: string }) => [each.key, each.value])),
    ).toEqual({
      n_estimators: "100",
      criterion: "mse",
      grid: "[1,2]",
      bootstrap: "true",
      none: "null",
    });
    expect(data.tags).toContainEqual({ key: "team", value: "a" });
    expect((await history(runId, "loss")).map(({ value, step }) => [step, value])).toEqual([
      [-2, "-Infinity"],
      [0, 0.5],
      [1, "NaN"],
    ]);
    expect(outputs.model_outputs).toEqual([{ model_id: model.modelId, step: 0 }]);
    const { body } = await tracking.get(`logged-models/${model.modelId}`);
    expect(body.model.info).toMatchObject({ status: "LOGGED_MODEL_READY", source_run_id: runId });
    const { body: version } = await tracking.get("model-versions/get", { name: "line", version: "1" });
    expect(version.model_version).toMatchObject({ run_id: runId, status: "READY" });
    const { body: list } = await tracking.get(`logged-models/${model.modelId}/artifacts/directories`);
    expect(list.files.map((each: { path: string }) => each.path)).toEqual([
      "MLmodel",
      "deep",
      "weights.json",
    ]);
  });

  it("have names in snake case, nest, and are refused without a run", async () => {
    configure({ trackingUri: tracking.url, token: tracking.key, spoolDirectory });
    const outer = await start_run({ name: "outer" });
    const inner = await start_run({ name: "inner", parentRunId: outer.runId });
    void logMetrics({ m: 1 });
    await endRun("FAILED");
    void logMetrics({ m: 2 });
    await endRun();
    expect((await run(inner.runId)).info.status).toBe("FAILED");
    expect((await run(inner.runId)).data.tags).toContainEqual({
      key: "mlflow.parentRunId",
      value: outer.runId,
    });
    expect((await history(outer.runId, "m")).map(({ value }) => value)).toEqual([2]);
    expect(() => logMetrics({ m: 3 })).toThrow("No run is in progress");
    await endRun();
  });

  it("refuse what is no number where it is logged, and a server that is none", async () => {
    const own = await client().startRun();
    expect(() => own.logMetrics({ loss: "0.5" as unknown as number })).toThrow('"loss" is a number');
    expect(() => own.logMetrics({ loss: 1 }, 0.5)).toThrow("whole number");
    expect(() => own.setTags({ a: 1 as unknown as string })).toThrow('"a" is a text');
    await expect(own.logModel("m", {})).rejects.toThrow("at least one file");
    await expect(own.logModel("m", { "../x": "" })).rejects.toThrow("no path");
    await own.end();
    expect(() => own.logMetrics({ a: 1 })).toThrow("is over");
    expect(() => client({ trackingUri: "ftp://x" })).toThrow("must begin with http");
    await expect(client({ token: "pp_wrong" }).startRun()).rejects.toMatchObject({ status: 401 });
  });
});

describe("a run", () => {
  it("keeps the order of each metric's points and loses none", async () => {
    const own = await client().startRun();
    for (let step = 0; step < 5000; step++) void own.logMetrics({ a: step, b: -step }, step);
    await own.end();
    const steps = Array.from({ length: 5000 }, (_, step) => step);
    expect((await history(own.runId, "a")).map(({ value }) => value)).toEqual(steps);
    const { data } = await run(own.runId);
    expect(data.metrics.map((each: { key: string; value: number }) => [each.key, each.value])).toEqual([
      ["a", 4999],
      ["b", -4999],
    ]);
  });

  it("names what the server refuses, and loses nothing else for it", async () => {
    const own = await client().startRun();
    void own.logParams({ kept: 1 });
    await own.flush();
    void own.logParams({ before: 1, kept: 2, after: 3 });
    for (let step = 0; step < 1500; step++)
      void own.logMetrics({ [step === 700 ? "bad;key" : "good"]: step }, step);
    await expect(own.end()).rejects.toThrow(AggregateError);
    const refused = errors.splice(0).map(({ message }) => message);
    expect(refused).toHaveLength(2);
    expect(refused.join()).toContain('The parameter "kept" is refused');
    expect(refused.join()).toContain('The metric "bad;key" is refused');
    const { info, data } = await run(own.runId);
    expect(info.status).toBe("FINISHED");
    expect(data.params).toHaveLength(3);
    expect(await history(own.runId, "good")).toHaveLength(1499);
  });

  it("names up to five refusals in one message, and how many more there are", async () => {
    const own = await client().startRun();
    const keys = Array.from({ length: 7 }, (_, index) => `p${index}`);
    void own.logParams(Object.fromEntries(keys.map((key) => [key, 1])));
    await own.flush();
    for (const key of keys) void own.logParams({ [key]: 2 });
    const { message, errors: all } = (await own.end().catch((error: unknown) => error)) as AggregateError;
    expect(all).toHaveLength(7);
    for (const key of keys.slice(0, 5)) expect(message).toContain(`"${key}" is refused`);
    expect(message).not.toContain('"p5" is refused');
    expect(message.split("\n").at(-1)).toBe("and 2 more");
    errors.splice(0);
  });

  it("outlasts a server that is away, and says so once", async () => {
    const own = await client().startRun();
    void own.logMetrics({ m: 0 }, 0);
    await own.flush();
    door.shut();
    for (let step = 1; step <= 3000; step++) void own.logMetrics({ m: step }, step);
    await door.knocked();
    await door.knocked();
    const ending = own.end();
    await door.knocked();
    door.open();
    await ending;
    expect((await history(own.runId, "m")).map(({ value }) => value)).toEqual(
      Array.from({ length: 3001 }, (_, step) => step),
    );
    expect((await run(own.runId)).info.status).toBe("FINISHED");
    expect(errors.splice(0).map(({ message }) => message)).toEqual([
      expect.stringContaining("nothing is lost"),
    ]);
  });

  it("makes who waits for it wait while too much is on its way", async () => {
    const own = await client({ maxQueued: 2000 }).startRun();
    door.shut();
    let isThrough = false;
    for (let step = 0; step < 1999; step++) await own.logMetrics({ m: step }, step);
    const last = own.logMetrics({ m: 1999 }, 1999).then(() => (isThrough = true));
    await door.knocked();
    expect(isThrough).toBe(false);
    door.open();
    await last;
    await own.end();
    expect(await history(own.runId, "m")).toHaveLength(2000);
    errors.splice(0);
  });

  it("that cannot be sent in time is kept on disk and sent when the next one starts", async () => {
    const own = await client({ endTimeoutMs: 0 }).startRun();
    door.shut();
    for (let step = 0; step < 2500; step++) void own.logMetrics({ m: step }, step);
    await expect(own.end()).rejects.toThrow("until the next run starts");
    expect(readdirSync(spoolDirectory)).toHaveLength(1);
    door.open();
    const next = await client().startRun();
    await expect.poll(() => readdirSync(spoolDirectory)).toEqual([]);
    await next.end();
    expect(await history(own.runId, "m")).toHaveLength(2500);
    expect((await run(own.runId)).info.status).toBe("FINISHED");
    errors.splice(0);
  });
});
