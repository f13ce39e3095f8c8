import { setFlagsFromString } from "node:v8";
import { createDatabase } from "@pipepilot/db";
import { compileTreeKernel } from "@pipepilot/ml/trees/block-walker";
import { createObjectStore } from "@pipepilot/storage";
import { buildApp } from "./app";
import { parseEnv, type Env } from "./env";
import type { Settings } from "./settings";

/** In-flight requests, the prediction log and the goodbye must fit into this. */
const STOP_WITHIN_MS = 4_500;

// The trees' kernel is small and runs all the time: it is optimised at once. Prisma's query compiler is large and asked
// a few times a second: optimising it costs 0.3 s of the start and 50 MB for good.
setFlagsFromString("--no-liftoff");
setFlagsFromString("--no-wasm-lazy-compilation");
compileTreeKernel();
setFlagsFromString("--wasm-lazy-compilation");
setFlagsFromString("--liftoff-only");

try {
  await serve(parseEnv(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(env: Env): Promise<void> {
  const db = createDatabase({ url: env.DATABASE_URL, poolSize: 5 });
  const store = await createObjectStore(env.OBJECT_STORE);
  const { app, serving } = buildApp(
    { db, store },
    { settings: settingsOf(env), logLevel: env.PIPEPILOT_LOG_LEVEL },
  );

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    serving.stopping = true;
    // A connection whose last request was in flight is kept alive by its client: it has to be ended from here.
    const closing = setInterval(() => app.server.closeIdleConnections(), 20);
    await app.close();
    clearInterval(closing);
    await serving
      .stop()
      .catch((err: unknown) => app.log.warn({ err }, "the goodbye did not reach the database"));
    await db.close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());

  const starting = serving.start();
  const address = await app.listen({ host: env.HOST, port: env.PORT });
  serving.heartbeat.start(env.PIPEPILOT_INFERENCE_URL ?? address);
  await starting;
}

function settingsOf(env: Env): Partial<Settings> {
  return {
    maxBodyBytes: env.PIPEPILOT_MAX_BODY_BYTES,
    maxRows: env.PIPEPILOT_MAX_ROWS,
    requestsPerSecond: env.PIPEPILOT_REQUESTS_PER_SECOND,
    modelCacheBytes: env.PIPEPILOT_MODEL_CACHE_BYTES,
    inputSamplesPerSecond: env.PIPEPILOT_INPUT_SAMPLES_PER_SECOND,
    internalSecret: env.PIPEPILOT_INTERNAL_SECRET ?? null,
    // Bundled, the thread's script lies beside this file; from source, TypeScript runs as it is.
    threadFile: import.meta.url.endsWith(".ts") ? null : new URL("./thread-worker.js", import.meta.url),
  };
}
