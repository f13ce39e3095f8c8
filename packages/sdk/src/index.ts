import { TrackingClient, type StartRunOptions } from "./client.js";
import type { ClientOptions } from "./options.js";
import type { LoggedModel, LogModelOptions, Run, RunStatus } from "./run.js";
import type { ModelFiles } from "./model-files.js";
import type { MetricOptions, Metrics, Params, Tags } from "./values.js";

export { TrackingClient, type StartRunOptions } from "./client.js";
export type { ModelFiles } from "./model-files.js";
export type { ClientOptions } from "./options.js";
export type { LoggedModel, LogModelOptions, Run, RunStatus } from "./run.js";
export { TrackingError } from "./transport.js";
export type { MetricOptions, Metrics, Params, Tags } from "./values.js";

/** Runs that were started and not ended, the innermost last. */
const active: Run[] = [];
let client: TrackingClient | null = null;

/** Says which server to use, where the environment does not. Runs in progress stay where they are. */
export function configure(options: ClientOptions): void {
  client = new TrackingClient(options);
}

/**
 * Starts a run; the other verbs are about the run that was started last and not ended.
 * @throws TrackingError where the server refuses, or does not answer in time
 */
export async function startRun(options: StartRunOptions = {}): Promise<Run> {
  client ??= new TrackingClient();
  const run = await client.startRun(options);
  active.push(run);
  return run;
}

/** @throws Error where no run is in progress */
export function logParams(params: Params): Promise<void> {
  return current().logParams(params);
}

/** @throws TypeError for what is no number; Error where no run is in progress */
export function logMetrics(metrics: Metrics, options?: MetricOptions | number): Promise<void> {
  return current().logMetrics(metrics, options);
}

/** @throws TypeError for what is no text; Error where no run is in progress */
export function setTags(tags: Tags): Promise<void> {
  return current().setTags(tags);
}

/** @throws TrackingError; Error where no run is in progress */
export async function logArtifact(path: string, content: unknown): Promise<void> {
  await current().logArtifact(path, content);
}

/** @throws TypeError for files that are none; TrackingError; Error where no run is in progress */
export async function logModel(
  name: string,
  model: ModelFiles,
  options?: LogModelOptions,
): Promise<LoggedModel> {
  return current().logModel(name, model, options);
}

/**
 * Ends the run when all of it has arrived. Without one in progress it does nothing.
 * @throws AggregateError naming what the server refused; TrackingError where it did not answer in time
 */
export async function endRun(status: RunStatus = "FINISHED"): Promise<void> {
  await active.pop()?.end(status);
}

function current(): Run {
  while (active.at(-1)?.isOver) active.pop();
  const run = active.at(-1);
  if (!run) throw new Error("No run is in progress: call startRun first.");
  return run;
}

export {
  startRun as start_run,
  logParams as log_params,
  logMetrics as log_metrics,
  logModel as log_model,
  logArtifact as log_artifact,
  setTags as set_tags,
  endRun as end_run,
};
