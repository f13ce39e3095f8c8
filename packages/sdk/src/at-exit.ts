import type { Run, RunStatus } from "./run.js";

/** Runs in progress; the ways in which a process can end are watched while there are any. */
const running = new Set<Run>();
/** What an error that nobody caught makes of the runs. */
let failed = false;
let stopWatching: (() => void) | null = null;

/** Sees to it that the run is ended however the process, or the page, ends. */
export function watchEnd(run: Run): void {
  running.add(run);
  run.onEnd = () => {
    running.delete(run);
    if (running.size > 0) return;
    stopWatching?.();
    stopWatching = null;
  };
  stopWatching ??= isNode() ? watchProcess() : watchPage();
}

const isNode = () => typeof globalThis.process?.getBuiltinModule === "function";

/** What would end the process, with the numbers that shells add to 128. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

function watchProcess(): () => void {
  // Nothing is left to do: there is time to send the rest in the ordinary way.
  const beforeExit = () => void endAll(process.exitCode ? "FAILED" : "FINISHED");
  const uncaught = () => {
    failed = true;
  };
  const exit = (code: number) => {
    for (const run of [...running]) run.endNow(failed || code !== 0 ? "FAILED" : "FINISHED");
  };
  const signals = (Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]).map((signal) => {
    const listener = () => {
      // Whoever listens besides decides whether the process ends; the default would have ended it.
      const isAlone = process.listenerCount(signal) === 1;
      if (!isAlone) return;
      // Asked a second time: at once, with what a spool file keeps.
      const again = () => {
        for (const run of [...running]) run.endNow("KILLED");
        process.exit(128 + SIGNALS[signal]);
      };
      process.on(signal, again);
      void endAll("KILLED").finally(() => {
        process.removeListener(signal, listener);
        process.removeListener(signal, again);
        process.kill(process.pid, signal);
      });
    };
    process.on(signal, listener);
    return () => process.removeListener(signal, listener);
  });
  process.on("beforeExit", beforeExit);
  process.on("uncaughtExceptionMonitor", uncaught);
  process.on("exit", exit);
  return () => {
    process.removeListener("beforeExit", beforeExit);
    process.removeListener("uncaughtExceptionMonitor", uncaught);
    process.removeListener("exit", exit);
    for (const remove of signals) remove();
  };
}

function watchPage(): () => void {
  const leave = () => {
    for (const run of [...running]) run.endNow("FINISHED");
  };
  const hide = () => {
    for (const run of running) void run.flush();
  };
  globalThis.addEventListener?.("pagehide", leave);
  globalThis.addEventListener?.("visibilitychange", hide);
  return () => {
    globalThis.removeEventListener?.("pagehide", leave);
    globalThis.removeEventListener?.("visibilitychange", hide);
  };
}

/** What goes wrong is told, and the rest is on disk; the process ends all the same. */
async function endAll(status: RunStatus): Promise<void> {
  await Promise.all([...running].map((run) => run.end(status).catch((error: Error) => run.tell(error))));
}
