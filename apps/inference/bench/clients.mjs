// Asks without pause from a number of keep-alive connections and prints what came back as one JSON object.
// node clients.mjs <url> <key> <file with the body> <clients> <seconds>
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const [url, key, bodyFile, clients, seconds] = process.argv.slice(2);
const body = readFileSync(bodyFile);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const headers = {
  authorization: `Bearer ${key}`,
  "content-type": "application/json",
  "content-length": body.length,
};
const latencies = [];
const versions = {};
let failures = 0;

function ask() {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: "POST", agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asking.on("error", reject);
    asking.end(body);
  });
}

function note({ status, headers, body }) {
  if (status !== 200) return void failures++;
  const version = headers["x-pipepilot-version"];
  const seen = (versions[version] ??= {
    firstAtMs: performance.timeOrigin + performance.now(),
    count: 0,
    answers: [],
  });
  seen.count++;
  const answer = body.toString();
  if (!seen.answers.includes(answer)) seen.answers.push(answer);
}

const endsMs = performance.now() + 1000 * Number(seconds);
await Promise.all(
  Array.from({ length: Number(clients) }, async () => {
    while (performance.now() < endsMs) {
      const startedMs = performance.now();
      const answer = await ask().catch(() => null);
      latencies.push(performance.now() - startedMs);
      if (answer) note(answer);
      else failures++;
    }
  }),
);
latencies.sort((a, b) => a - b);
const percentile = (share) => latencies[Math.ceil(share * latencies.length) - 1];
const perSecond = latencies.length / Number(seconds);
process.stdout.write(
  JSON.stringify({ perSecond, p50Ms: percentile(0.5), p99Ms: percentile(0.99), failures, versions }),
);
process.exit(0);
