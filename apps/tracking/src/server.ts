import { createDatabase } from "@pipepilot/db";
import { createObjectStore } from "@pipepilot/storage";
import { buildApp } from "./app";
import { parseEnv, type Env } from "./env";

/** What is being answered may finish in this time; a stream of a page never ends by itself. */
const STOP_WITHIN_MS = 1_500;

try {
  await serve(parseEnv(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(env: Env): Promise<void> {
  const db = createDatabase({ url: env.DATABASE_URL, poolSize: 10 });
  const store = await createObjectStore(env.OBJECT_STORE);
  const app = buildApp(
    { db, store },
    { pagesUrl: env.PIPEPILOT_PAGES_URL, logLevel: env.PIPEPILOT_LOG_LEVEL },
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
      void app
        .close()
        .then(() => db.close())
        .finally(() => process.exit(0));
    });
  }
  await app.listen({ host: env.HOST, port: env.PORT });
}
