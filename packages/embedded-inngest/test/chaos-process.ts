/** The process that the chaos test kills: functions, and the server beside them when it is told a port for it. */
import pg from "pg";
import { createEmbeddedInngest } from "../src/index";
import { serveFunctions, testClient } from "./test-app";

const {
  CHAOS_DATABASE_URL: databaseUrl = "",
  CHAOS_SERVER_PORT,
  CHAOS_APP_PORT,
  CHAOS_WITH_SERVER,
} = process.env;
const client = testClient(`http://127.0.0.1:${CHAOS_SERVER_PORT}`);
const effects = new pg.Pool({ connectionString: databaseUrl, max: 5 });

/** What a step does: takes a while, and leaves a row with a token of its own behind at its end. */
async function effect(runId: string, step: string): Promise<number> {
  const startedAt = (await effects.query<{ at: string }>("select clock_timestamp()::text as at")).rows[0]?.at;
  await new Promise((resolve) => setTimeout(resolve, 20 + 40 * Math.random()));
  const { rows } = await effects.query<{ token: number }>(
    "insert into effects (run_id, step, started_at) values ($1, $2, $3) returning token",
    [runId, step, startedAt],
  );
  return rows[0]?.token ?? -1;
}

// No retries: a process that dies must not cost an attempt.
const chaotic = client.createFunction(
  { id: "chaotic", triggers: [{ event: "chaos/run" }], retries: 0 },
  async ({ step, runId }) => {
    const run = (id: string): Promise<number> => step.run(id, () => effect(runId, id));
    const tokens = [await run("first")];
    tokens.push(...(await Promise.all([run("left"), run("right")])));
    for (let index = 0; index < 3; index += 1)
      tokens.push(await step.run("again", () => effect(runId, `again-${index}`)));
    await step.sleep("nap", "1s");
    tokens.push(await run("last"));
    return tokens;
  },
);

await serveFunctions(client, [chaotic], Number(CHAOS_APP_PORT));
if (CHAOS_WITH_SERVER === "yes") {
  const appUrls = [`http://127.0.0.1:${CHAOS_APP_PORT}/api/inngest`];
  // Reports of what the kills broke are expected; only a crash of this process shows.
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  await createEmbeddedInngest({ databaseUrl, port: Number(CHAOS_SERVER_PORT), appUrls, logger }).start();
}
