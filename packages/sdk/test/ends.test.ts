import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type TestTracking } from "../../../apps/tracking/test/harness";
import { buildInto, runProgram } from "./built";
import { startDoor, type Door } from "./outage";

let tracking: TestTracking;
let door: Door;
const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-sdk-"));
const spool = path.join(directory, "spool");
beforeAll(async () => {
  buildInto(directory);
  tracking = await startTracking();
  door = await startDoor(tracking.url);
});
afterAll(async () => {
  door.close();
  await tracking.close();
  rmSync(directory, { recursive: true });
});

const POINTS = 10_000;
/** Logs all points in one go, and then does what is told. */
const program = (then: string, { timeout = 10_000 } = {}) => `
  import { configure, logMetrics, startRun } from "@pipepilot/sdk";
  configure({ exitTimeoutMs: ${timeout} });
  const { runId } = await startRun({ name: "child" });
  for (let step = 0; step < ${POINTS}; step++) logMetrics({ loss: 1 / (step + 1) }, step);
  process.stdout.write("run=" + runId + ";");
  ${then}`;
const runIdOf = (output: string) => /run=([0-9a-f]{32});/.exec(output)?.[1] ?? "";
const env = () => ({
  MLFLOW_TRACKING_URI: door.url,
  MLFLOW_TRACKING_TOKEN: tracking.key,
  PIPEPILOT_SPOOL_DIR: spool,
});
const spooled = () => readdirSync(spool, { withFileTypes: true }).map(({ name }) => name);
const stateOf = async (run_id: string) => {
  const { body } = await tracking.get("runs/get", { run_id });
  const query = { run_id, metric_key: "loss", max_results: "50000" };
  const { metrics } = (await tracking.get("metrics/get-history", query)).body;
  return { status: body.run.info.status as string, points: metrics.length as number };
};

describe("a program that ends without endRun loses no point", () => {
  it.each([
    ["when it calls process.exit at once", "process.exit(0);", 0, "FINISHED"],
    ["when it exits with a code", "process.exit(3);", 3, "FAILED"],
    ["when nothing is left to do", "", 0, "FINISHED"],
    ["when an error is not caught", "throw new Error('broken');", 1, "FAILED"],
    ["when a promise is rejected unheard", "Promise.reject(new Error('broken'));", 1, "FAILED"],
  ])("%s", async (_when, then, code, status) => {
    const ended = await runProgram(directory, program(then), env());
    expect(ended).toMatchObject({ code });
    expect(await stateOf(runIdOf(ended.output))).toEqual({ status, points: POINTS });
    expect(spooled()).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "on %s, after which it ends as one that was killed",
    async (signal) => {
      const source = program("setInterval(() => undefined, 1000);");
      const ended = await runProgram(directory, source, env(), (output, child) => {
        if (output.endsWith(";")) child.kill(signal);
      });
      expect(ended).toMatchObject({ code: null, signal });
      expect(await stateOf(runIdOf(ended.output))).toEqual({ status: "KILLED", points: POINTS });
    },
  );

  it("while the server is away: the rest waits on disk, without the key, for the next program", async () => {
    const source = program("process.stdin.once('data', () => process.exit(0));", { timeout: 300 });
    const ended = await runProgram(directory, source, env(), (output, child) => {
      if (!output.endsWith(";")) return;
      door.shut();
      child.stdin?.write("exit");
    });
    expect(ended.code).toBe(0);
    const [file] = spooled();
    const text = readFileSync(path.join(spool, file), "utf8");
    expect(text).not.toContain(tracking.key);
    door.open();
    const next = `
      import { startRun, endRun } from "@pipepilot/sdk";
      import { readdirSync } from "node:fs";
      await startRun();
      while (readdirSync(${JSON.stringify(spool)}).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await endRun();`;
    expect(await runProgram(directory, next, env())).toMatchObject({ code: 0 });
    expect(await stateOf(runIdOf(ended.output))).toEqual({ status: "FINISHED", points: POINTS });
  });
});

it("does what its README shows", async () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, "../README.md"), "utf8");
  const [, example] = /```ts sdk\n(.*?)```/s.exec(readme) ?? [];
  expect(example.split("\n").filter((line) => line !== "")).toHaveLength(10);
  expect(await runProgram(directory, example, env())).toMatchObject({ code: 0, output: "" });
  const { body } = await tracking.get("model-versions/get", { name: "line", version: "1" });
  expect(body.model_version).toMatchObject({ status: "READY" });
  expect(await stateOf(body.model_version.run_id as string)).toEqual({ status: "FINISHED", points: 50 });
});
