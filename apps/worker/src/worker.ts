import type { AddressInfo } from "node:net";
import type { Services } from "@pipepilot/domain";
import { createFunctions, toInngestEvent } from "@pipepilot/pipeline/functions/index";
import { createTaskPool } from "@pipepilot/pipeline/tasks/task-pool";
import { buildApp, INNGEST_PATH, serveFunctions } from "./app";
import type { Env } from "./env";
import { describeEnvironment } from "./environment";
import { openInngest } from "./inngest";
import { startRelay } from "./relay";

export interface WorkerFiles {
  /** The scripts of the threads, where the application is bundled. */
  readonly workerFile?: URL;
  readonly threadFile?: URL;
}

export interface RunningWorker {
  readonly url: string;
  /** Ends what is being computed; it continues after the next start. */
  stop(): Promise<void>;
}

/** Puts the worker together: HTTP, threads, Inngest, the relay of recorded events. */
export async function startWorker(env: Env, services: Services, files: WorkerFiles): Promise<RunningWorker> {
  const shutdown = new AbortController();
  const tasks = createTaskPool({
    threads: env.PIPEPILOT_THREADS,
    concurrency: env.PIPEPILOT_STEPS_AT_ONCE,
    ...files,
  });
  const app = buildApp(env.PIPEPILOT_LOG_LEVEL);
  const logger = app.log;
  const inngest = openInngest(env, logger);
  const functions = createFunctions(inngest.client, {
    services,
    tasks,
    environment: describeEnvironment(env),
    logger,
    shutdown: shutdown.signal,
  });
  serveFunctions(app, inngest.client, functions);
  await app.listen({ host: env.HOST, port: env.PORT });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await inngest.start(`${url}${INNGEST_PATH}`);
  const relay = startRelay(services, (events) => inngest.client.send(events.map(toInngestEvent)), logger);
  return {
    url,
    async stop() {
      // First nobody calls any more, so that what ends now is not taken for an error; then it ends.
      await Promise.all([relay.stop(), inngest.stop()]);
      shutdown.abort(new Error("The worker is stopping."));
      await Promise.all([tasks.close(), app.close()]);
      await services.db.close();
    },
  };
}
