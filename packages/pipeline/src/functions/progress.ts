import { isExecutionActive, logMetrics, reportStepProgress } from "@pipepilot/domain";
import type { FitProgress } from "@pipepilot/ml";
import type { StepScope } from "./dependencies";
import { RunOverError } from "./failure";
import { keep } from "./keep";

/** Four times a second is live enough for a person. */
const REPORT_MS = 250;
const WATCH_MS = 1000;

export interface ProgressReporter {
  /** Aborted when the run was cancelled or the process stops. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FitProgress) => void;
  /** Sends what is left and stops watching. */
  finish(): Promise<void>;
}

/**
 * Passes a fit's progress on to the step and, as metric points, to its tracked run; a database out of reach only delays
 * it. Notices a cancelled run, and then ends the work.
 */
export function createProgressReporter(scope: StepScope, runId: string | null): ProgressReporter {
  const cancelled = new AbortController();
  const signal = AbortSignal.any([cancelled.signal, scope.shutdown]);
  let latest: FitProgress | null = null;
  let points: { key: string; value: number; step: number; timestamp: number }[] = [];
  let sending: Promise<void> | null = null;
  let checkedAt = Date.now();

  async function send(): Promise<void> {
    const progress = latest;
    latest = null;
    if (progress) {
      const { done, total, metrics } = progress;
      const input = { key: scope.key, progress: { done, total, metrics: finiteOnly(metrics) } };
      const active = await reportStepProgress({ ctx: scope.ctx, input });
      if (!active) cancelled.abort(new RunOverError("The run is over."));
    } else if (Date.now() - checkedAt >= WATCH_MS) {
      checkedAt = Date.now();
      if (!(await isExecutionActive({ ctx: scope.ctx })))
        cancelled.abort(new RunOverError("The run is over."));
    }
    const batch = points.slice(0, 5000);
    if (runId === null || batch.length === 0) return;
    await logMetrics({ ctx: scope.ctx, input: { runId, points: batch } });
    points = points.slice(batch.length);
  }

  function flush(): void {
    sending ??= send()
      .catch((error: unknown) =>
        scope.logger.warn({ step: scope.key, error }, "Progress could not be reported."),
      )
      .finally(() => (sending = null));
  }

  const timer = setInterval(flush, REPORT_MS);
  return {
    signal,
    onProgress(progress) {
      latest = progress;
      const timestamp = Date.now();
      for (const [key, value] of Object.entries(progress.metrics))
        points.push({ key, value, step: progress.done, timestamp });
    },
    async finish() {
      clearInterval(timer);
      await sending;
      while (points.length > 0 && runId !== null && !signal.aborted) await keep(scope, send);
    },
  };
}

function finiteOnly(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
