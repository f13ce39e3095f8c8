import { parseEnv } from "./env";
import { openServices } from "./services";
import { startWorker, type WorkerFiles } from "./worker";

/** What is being computed must have ended by then. */
const STOP_WITHIN_MS = 4_500;

try {
  const env = parseEnv(process.env);
  const worker = await startWorker(env, await openServices(env, { poolSize: 8 }), threadScripts());
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    await worker.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Bundled, the threads' scripts lie beside this file; from source, TypeScript runs as it is. */
function threadScripts(): WorkerFiles {
  if (import.meta.url.endsWith(".ts")) return {};
  return {
    workerFile: new URL("./task-worker.js", import.meta.url),
    threadFile: new URL("./thread-worker.js", import.meta.url),
  };
}
