import { performance } from "node:perf_hooks";
import { createEmbeddedInngest } from "../src/index";
import { serveFunctions, testClient } from "../test/test-app";
import { freePort } from "@pipepilot/db/embedded";
import { openTestDatabase } from "../test/test-database";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly reference?: number;
}

const runs = 40;
const warmUps = 5;

/** Milliseconds from `send` to the first step and between two steps, over real HTTP and PostgreSQL. */
export async function benchInngest(): Promise<Figure[]> {
  const database = await openTestDatabase();
  const client = testClient(`http://127.0.0.1:${await freePort()}`);
  const steps: number[] = [];
  let finished = (): void => undefined;
  const mark = (): number => steps.push(performance.now());
  const chain = client.createFunction(
    { id: "chain", triggers: [{ event: "bench/chain" }] },
    async ({ step }) => {
      for (let index = 0; index < 5; index += 1) await step.run(`step-${index}`, mark);
      finished();
    },
  );
  const app = await serveFunctions(client, [chain]);
  const server = createEmbeddedInngest({
    databaseUrl: database.url,
    port: Number(new URL(client.apiBaseUrl ?? "").port),
    appUrls: [app.url],
  });
  await server.start();
  await server.ready();
  const toFirst: number[] = [];
  const between: number[] = [];
  for (let run = 0; run < runs + warmUps; run += 1) {
    steps.length = 0;
    const done = new Promise<void>((resolve) => (finished = resolve));
    const sentAt = performance.now();
    await client.send({ name: "bench/chain" });
    await done;
    if (run >= warmUps) {
      toFirst.push(steps[0] - sentAt);
      for (let index = 1; index < steps.length; index += 1) between.push(steps[index] - steps[index - 1]);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await server.stop();
  await app.stop();
  await database.drop();
  return [
    { name: "Inngest: send to first step, p50", value: percentile(toFirst, 0.5), unit: "ms", reference: 50 },
    { name: "Inngest: send to first step, p95", value: percentile(toFirst, 0.95), unit: "ms" },
    { name: "Inngest: between two steps, p50", value: percentile(between, 0.5), unit: "ms", reference: 20 },
    { name: "Inngest: between two steps, p95", value: percentile(between, 0.95), unit: "ms" },
  ];
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN) * 100) / 100;
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, value, unit } of await benchInngest())
    process.stdout.write(`${name}: ${value} ${unit}\n`);
}
