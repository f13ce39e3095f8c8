// Clients of the tracking bench, in a process of their own: each sends its next call when the one before is answered.
import { Agent, request } from "node:http";

const [url, key, experimentId, work, clients, seconds] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const { hostname, port } = new URL(url);

function call(path, body) {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    };
    const asked = request(
      { agent, hostname, port, method: "POST", path: `/api/2.0/mlflow/${path}`, headers },
      (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => {
          const said = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(said));
          else reject(new Error(`${answer.statusCode} ${said}`));
        });
      },
    );
    asked.on("error", reject);
    asked.end(text);
  });
}

const newRun = async () =>
  (await call("runs/create", { experiment_id: experimentId, start_time: Date.now() })).run.info.run_id;

/** Each returns what is counted. */
const WORKS = {
  async run(_run, n) {
    const run_id = await newRun();
    const point = { value: n, timestamp: Date.now(), step: 0 };
    await call("runs/log-batch", {
      run_id,
      metrics: ["rmse", "mae", "r2"].map((key) => ({ key, ...point })),
      params: Array.from({ length: 5 }, (_, i) => ({ key: `p${i}`, value: String(n) })),
      tags: [{ key: "mlflow.user", value: "bench" }],
    });
    await call("runs/update", { run_id, status: "FINISHED", end_time: Date.now() });
    return 1;
  },
  async metric(run_id, n) {
    await call("runs/log-metric", {
      run_id,
      key: "loss",
      value: 1 / (n + 1),
      timestamp: Date.now(),
      step: n,
    });
    return 1;
  },
  /** A thousand steps of one metric. */
  async steps(run_id, n) {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({
      key: "loss",
      value: Math.sin(i),
      timestamp: 1_700_000_000_000 + i,
      step: 1000 * n + i,
    }));
    await call("runs/log-batch", { run_id, metrics });
    return 1000;
  },
  /** A thousand metrics of one step. */
  async keys(run_id, n) {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({
      key: `layer${i}/norm`,
      value: Math.sin(i + n),
      timestamp: 1_700_000_000_000,
      step: n,
    }));
    await call("runs/log-batch", { run_id, metrics });
    return 1000;
  },
};

let counted = 0;
const startedMs = performance.now();
const untilMs = startedMs + 1000 * Number(seconds);
const runIds = [];
await Promise.all(
  Array.from({ length: Number(clients) }, async () => {
    const run = work === "run" ? null : await newRun();
    if (run) runIds.push(run);
    for (let n = 0; performance.now() < untilMs; n++) {
      // In two steps: `counted += await …` reads before it waits, and forgets what the others counted meanwhile.
      const done = await WORKS[work](run, n);
      counted += done;
    }
  }),
);
process.stdout.write(
  JSON.stringify({ perSecond: (1000 * counted) / (performance.now() - startedMs), runIds }),
);
