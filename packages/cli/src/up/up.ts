import path from "node:path";
import { openDatabase, type RunningDatabase } from "./database";
import { takeLock } from "./lock";
import type { UpOptions } from "./options";
import { requirePort } from "./ports";
import { printPhase, printReady, timed } from "./print";
import { reset } from "./reset";
import { ensureHome, ensureSecrets } from "./secrets";
import { superviseService, type Service } from "./service";
import { addresses, commonEnv, serviceSpecs } from "./services";
import { demoAt, readDemo, runSetup } from "./setup";

/**
 * Starts everything, sets up the demo when it is not there, prints where things are, and keeps them running until
 * asked to end. Resolves with the exit code.
 */
export async function up(options: UpOptions, root: string): Promise<number> {
  if (options.reset) await timed("reset", () => reset(options));
  await requirePort(options.host, options.webPort, "--port", "web");
  await requirePort(options.host, options.inferencePort, "--inference-port", "inference");
  await ensureHome(options.home);
  const urls = addresses(options);
  const release = await takeLock(options.home, urls.webUrl);

  const ending = new AbortController();
  let exitCode = 0;
  const say = (line: string) => process.stderr.write(`  ${line}\n`);
  const end = (code: number) => {
    exitCode = Math.max(exitCode, code);
    ending.abort();
  };
  const on = { restart: say, hopeless: (line: string) => (say(line), say("Ending everything."), end(1)) };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(0));
  const unwatch = onParentGone(() => end(0));
  // A closed terminal also closes our output; that must not end us half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => end(0));

  let database: RunningDatabase | null = null;
  let services: Service[] = [];
  try {
    const secrets = await ensureSecrets(options.home);
    database = await timed(
      "database",
      () => openDatabase(options.home, path.join(root, "prisma/migrations"), on),
      (opened) => opened.title,
    );
    const around = {
      root,
      options,
      secrets,
      databaseUrl: database.url,
      postmasterFile: database.postmasterFile,
    };
    const specs = await serviceSpecs(around);
    await timed("services", async () => {
      services = specs.map((spec) => superviseService(spec, on));
      await race(untilReady(services, say), ending.signal);
    });
    const demoFile = path.join(options.home, "demo.json");
    const wanted = options.data !== null || (options.demo && (await readDemo(demoFile)) === null);
    if (wanted && !ending.signal.aborted) {
      const request = {
        demoFile,
        ...urls,
        ...(options.data ? { dataFile: options.data, target: options.target ?? undefined } : {}),
      };
      await runSetup(
        path.join(root, "apps/worker/dist/setup.js"),
        commonEnv(around),
        request,
        printPhase,
        ending.signal,
      );
    }
    if (!ending.signal.aborted) printReady(urls, await demoAt(demoFile, urls));
    await untilAborted(ending.signal);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await database?.stop();
    await release();
    unwatch();
  }
  return exitCode;
}

/**
 * A signal to `npm start` ends npm and its shell and does not reach us. Whoever started us without npm, in the
 * background say, may well end before us.
 */
function onParentGone(gone: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) gone();
  }, 500);
  return () => clearInterval(timer);
}

const READY_WITHIN_MS = 60_000;
/** Longer than any of them takes on an idle machine. */
const SLOW_AFTER_MS = 15_000;

/** Says of whom it waits for when that takes long. @throws Error when one does not come up */
async function untilReady(services: readonly Service[], say: (line: string) => void): Promise<void> {
  const waiting = new Set(services.map(({ name }) => name));
  const timer = setTimeout(() => say(`Still waiting: ${[...waiting].join(", ")}.`), SLOW_AFTER_MS);
  const ready = services.map((service) =>
    service.ready(READY_WITHIN_MS).then(() => waiting.delete(service.name)),
  );
  await Promise.all(ready).finally(() => clearTimeout(timer));
}

function race<T>(work: Promise<T>, signal: AbortSignal): Promise<T | void> {
  return Promise.race([work, untilAborted(signal)]);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  // The timer keeps the process alive while every other handle is idle.
  const keepAlive = setInterval(() => undefined, 60_000);
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => (clearInterval(keepAlive), resolve()), { once: true }),
  );
}
