import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { locateCluster } from "@pipepilot/db/embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { survivors } from "./processes";
import { createInstallation, type Installation, type Running } from "./product";
import { answerOf, signIn, type Demo, type Person } from "./web-client";

const AGAIN = "starting it again.";
const HOME = { dataframe_records: [{ rooms: 4, distance: 12, kind: "house" }] };

let installation: Installation;
let running: Running;
let demo: Demo;
let person: Person;

beforeAll(async () => {
  installation = await createInstallation();
  writeFileSync(path.join(installation.home, "homes.csv"), homesCsv());
});
afterAll(() => installation.remove());

function homesCsv(): string {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [rooms, distance] = [2 + ((row * 7) % 9), (row * 37) % 101];
    const kind = ["flat", "house", "loft"][(row * 5) % 3];
    return `${rooms},${distance},${kind},${50_000 + 30_000 * rooms - 900 * distance + ((row * 13) % 17) * 400}`;
  });
  return `rooms,distance,kind,price\n${rows.join("\n")}\n`;
}

type Name = "tracking" | "web" | "worker" | "inference";
const SERVICES: readonly Name[] = ["tracking", "web", "worker", "inference"];
const pids = () => SERVICES.map((name) => running.service(name)?.pid);

const start = () =>
  installation.start(["--data", path.join(installation.home, "homes.csv"), "--target", "price"]);
const kill = (signal: NodeJS.Signals) => process.kill(running.service("postgres")?.pid as number, signal);
/** Ends PostgreSQL and lets it start again only when the work is done: until then it has no settings. */
async function keepAway(signal: NodeJS.Signals, work: () => Promise<unknown>): Promise<void> {
  const cluster = await locateCluster(path.join(installation.home, "postgres"));
  const [settings, away] = ["postgresql.conf", "away.conf"].map((name) => path.join(cluster, name));
  renameSync(settings, away);
  kill(signal);
  try {
    await work();
  } finally {
    renameSync(away, settings);
  }
}
const restarts = () => running.output().split(AGAIN).length - 1;

const ask = async () =>
  answerOf<{ predictions?: number[] }>(
    await fetch(`${installation.inferenceUrl}/invocations`, {
      method: "POST",
      headers: { authorization: `Bearer ${demo.predictKey}`, "content-type": "application/json" },
      body: JSON.stringify(HOME),
    }),
  );

/** A dataset sent to the web server's REST API with a key. */
const send = async () =>
  answerOf<{ error_code?: string }>(
    await fetch(`${installation.webUrl}/api/projects/homes/datasets/homes/versions`, {
      method: "POST",
      headers: { authorization: `Bearer ${demo.trackKey}`, "x-file-name": "homes.csv" },
      body: homesCsv(),
    }),
  );

interface PipelineRun {
  readonly status: string;
  readonly steps: { key: string; status: string; attempt: number }[];
}

const isCompleted = ({ status }: { status: string }) => status === "succeeded" || status === "cached";

const readRun = (number: number) =>
  person.read<PipelineRun>("pipeline.getRun", { project: demo.project, pipeline: "homes-training", number });

async function startRun(): Promise<number> {
  const { status, body } = await person.mutate<{ number: number }>("pipeline.startRun", {
    project: demo.project,
    pipeline: "homes-training",
  });
  expect(status).toBe(200);
  return body.result?.data.json.number as number;
}

/** A run's end, read while the database may be away. */
async function untilOver(number: number): Promise<PipelineRun> {
  for (;;) {
    const run = await readRun(number).catch(() => null);
    if (run && !["queued", "running"].includes(run.status)) return run;
    await delay(200);
  }
}

describe("setting up", () => {
  it("ends with its killed supervisor, and is continued by the next start, also when PostgreSQL is killed then", async () => {
    running = start();
    await running.says("100 trees");
    const everything = running.processes();
    expect(everything.some(({ command }) => command.includes("setup.js"))).toBe(true);
    running.signal("SIGKILL");
    await running.ended;
    expect(await survivors(everything, 8_000)).toEqual([]);

    running = start();
    await running.says("150 trees");
    kill("SIGKILL");
    await running.says(`PostgreSQL was ended by SIGKILL; ${AGAIN}`);
    await running.ready();
    expect(restarts()).toBe(1);
    demo = JSON.parse(readFileSync(path.join(installation.home, "demo.json"), "utf8")) as Demo;
    person = await signIn(installation.webUrl, demo);
    expect((await readRun(4)).status).toBe("succeeded");
    expect((await ask()).status).toBe(200);
  });
});

describe("while PostgreSQL is away for some seconds", () => {
  it("inference answers every request, everything else says so with a 503, and all goes on without a restart", async () => {
    const before = pids();
    let over = false;
    const answers = (async () => {
      const statuses: number[] = [];
      for (; !over; await delay(10)) statuses.push((await ask()).status);
      return statuses;
    })();

    await keepAway("SIGINT", async () => {
      await running.says(`PostgreSQL ended with code 0; ${AGAIN}`);
      expect(await send()).toMatchObject({ status: 503, body: { error_code: "database_unavailable" } });
      expect(await person.query("pipeline.list", { project: demo.project })).toMatchObject({
        status: 503,
        body: {
          error: {
            json: { data: { code: "SERVICE_UNAVAILABLE", domain: { code: "database_unavailable" } } },
          },
        },
      });
      expect((await fetch(`${installation.webUrl}/health`)).status).toBe(503);
      await delay(2_500);
    });

    const statuses: Record<number, number> = {};
    for (const until = Date.now() + 20_000; Date.now() < until; await delay(20)) {
      const { status } = await person.query("pipeline.list", { project: demo.project });
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 200) break;
    }
    // How often it is 503 before it is 200 depends on when PostgreSQL is back.
    expect(statuses[200]).toBe(1);
    expect(Object.keys(statuses).filter((status) => status !== "200" && status !== "503")).toEqual([]);
    const run = await untilOver(await startRun());
    expect(run.status).toBe("succeeded");
    over = true;
    const given = await answers;
    expect(given.length).toBeGreaterThan(100);
    expect(given.filter((status) => status !== 200)).toEqual([]);
    expect(pids()).toEqual(before);
    expect(restarts()).toBe(2);
  });
});

describe("a pipeline run that is training", () => {
  const config = (trees: number) => `dataset: homes
target: price
train: { type: random_forest, n_estimators: ${trees} }
register: { model: homes_predictor }
`;

  /** Resolves with the steps that are completed while it trains. */
  async function startTraining(trees: number) {
    const saved = await person.mutate("pipeline.saveConfig", {
      project: demo.project,
      pipeline: "homes-training",
      yaml: config(trees),
    });
    expect(saved.status).toBe(200);
    const number = await startRun();
    const training = async () =>
      (await readRun(number)).steps.find(({ key }) => key === "train:0")?.status ?? "unplanned";
    await expect.poll(training).toMatch(/^(running|succeeded)$/);
    const { steps } = await readRun(number);
    return { number, completed: steps.filter(isCompleted) };
  }

  it.each([
    ["short", 8_000, 0],
    ["longer than the training itself", 7_000, 3_000],
  ])(
    "goes on when PostgreSQL is killed and away for a time that is %s: no completed step runs twice",
    async (_, trees, awayMs) => {
      const { number, completed } = await startTraining(trees);
      expect(completed.length).toBeGreaterThanOrEqual(3);
      await keepAway("SIGKILL", () => delay(awayMs));
      const run = await untilOver(number);
      expect(run.status).toBe("succeeded");
      for (const { key } of completed) expect(run.steps.find((step) => step.key === key)?.attempt).toBe(1);
    },
  );
});

describe("at the end", () => {
  it("a killed worker is started again and takes up what is asked of it", async () => {
    const killed = running.service("worker");
    process.kill(killed?.pid as number, "SIGKILL");
    const number = await startRun();
    await running.says(`The worker was ended by SIGKILL; ${AGAIN}`);
    expect((await untilOver(number)).status).toBe("succeeded");
    expect(running.service("worker")?.pid).not.toBe(killed?.pid);
  });

  it("Ctrl-C ends everything within seconds, also while a page is open and listens", async () => {
    const stream = await person.listen("live.changes", { project: demo.project });
    expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const everything = running.processes();
    const from = performance.now();
    running.signal("SIGINT", "group");
    expect(await running.ended).toBe(0);
    expect(await survivors(everything, 8_000)).toEqual([]);
    expect(performance.now() - from).toBeLessThan(20_000);
    await stream.body?.cancel().catch(() => undefined);
  });
});
