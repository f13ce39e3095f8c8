import { execFile } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export const run = promisify(execFile);

const CLIENTS = 8;
const HISTORY_POINTS = 100_000;
const POINTS_A_CALL = 1_000;
const SAMPLED_POINTS = 2_500;

/** Somebody who answers MLflow's REST API. */
export interface Asked {
  readonly url: string;
  readonly key: string;
  readonly experimentId: string;
}

/** Rates per second, times in milliseconds. */
export interface Measured {
  readonly runs: number;
  readonly calls: number;
  readonly steps: number;
  readonly keys: number;
  /** Null where the answer has not all the points: MLflow 3.11.1 answers an empty page of them. */
  readonly history: number | null;
  readonly sampled: number | null;
}

export async function measure(asked: Asked): Promise<Measured> {
  const longRun = await logLongRun(asked);
  await rate(asked, "run", 2);
  const ofMetric = (runs: string) => `${runs}=${longRun}&metric_key=loss`;
  return {
    runs: await rate(asked, "run"),
    calls: await rate(asked, "metric"),
    steps: await rate(asked, "steps"),
    keys: await rate(asked, "keys"),
    history: await medianMs(
      asked,
      `api/2.0/mlflow/metrics/get-history?${ofMetric("run_id")}`,
      HISTORY_POINTS,
    ),
    sampled: await medianMs(
      asked,
      `ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?${ofMetric("run_ids")}`,
      SAMPLED_POINTS,
    ),
  };
}

/** Waits until the server says that it is healthy. */
export async function answering(url: string): Promise<void> {
  const answers = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await sleep(10);
}

async function logLongRun({ url, key, experimentId }: Asked): Promise<string> {
  const post = async (verb: string, body: object) => {
    const answer = await fetch(`${url}/api/2.0/mlflow/${verb}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${verb} answered ${answer.status}.`);
    return answer.json() as Promise<{ run: { info: { run_id: string } } }>;
  };
  const { run_id } = (await post("runs/create", { experiment_id: experimentId })).run.info;
  for (let from = 0; from < HISTORY_POINTS; from += POINTS_A_CALL) {
    const metrics = Array.from({ length: POINTS_A_CALL }, (_, i) => ({
      key: "loss",
      value: Math.cos(from + i),
      step: from + i,
      timestamp: 1_700_000_000_000 + from + i,
    }));
    await post("runs/log-batch", { run_id, metrics });
  }
  return run_id;
}

async function rate({ url, key, experimentId }: Asked, work: string, seconds = 6): Promise<number> {
  const script = path.join(import.meta.dirname, "clients.mjs");
  const args = [script, url, key, experimentId, work, String(CLIENTS), String(seconds)];
  const { stdout } = await run(process.execPath, args);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}

/** Of nine readings, to the last byte. Null where it is not so many points that are answered. */
async function medianMs({ url, key }: Asked, pathAndQuery: string, points: number): Promise<number | null> {
  const taken: number[] = [];
  for (let i = 0; i < 9; i++) {
    const startedMs = performance.now();
    const answer = await fetch(`${url}/${pathAndQuery}`, { headers: { authorization: `Bearer ${key}` } });
    const bytes = await answer.arrayBuffer();
    taken.push(performance.now() - startedMs);
    if (!answer.ok) throw new Error(`${pathAndQuery} answered ${answer.status}.`);
    const { metrics = [] } = JSON.parse(new TextDecoder().decode(bytes)) as { metrics?: unknown[] };
    if (metrics.length !== points) return null;
  }
  return taken.sort((a, b) => a - b)[4];
}
