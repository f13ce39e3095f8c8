import {
  ensureExperiment,
  finishRun,
  logArtifact,
  logMetrics,
  REPRODUCES_TAG,
  setRunTags,
  startRun,
  type BlobRef,
  type Execution,
  type ResolvedJoin,
} from "@pipepilot/domain";
import { METRICS, type MetricKey } from "@pipepilot/ml";
import { candidateParams, type CandidateConfig } from "../config/candidates";
import { canonicalJson } from "../config/canonical";
import type { PipelineConfig } from "../config/schema";
import type { Facts } from "../steps/step";
import type { StepScope } from "./dependencies";
import { keep } from "./keep";

export interface Candidate {
  readonly index: number;
  readonly name: string;
  readonly config: CandidateConfig;
}

export interface RunSubject {
  readonly execution: Execution;
  readonly config: PipelineConfig;
  /** The versions that were joined to the run's own. */
  readonly joins: readonly ResolvedJoin[];
  readonly primaryMetric: MetricKey;
  readonly candidate: Candidate;
  /** The id of the run that this one reproduces. */
  readonly reproduces?: string;
}

/** Starts (or, when the step is tried again, restarts) the tracked run of a candidate in its pipeline's experiment. */
export async function startTrackedRun(
  scope: StepScope,
  subject: RunSubject,
  stepKey: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { ctx, environment } = scope;
  const { execution, config, joins, primaryMetric, candidate } = subject;
  const experiment = await ensureExperiment({
    ctx,
    input: {
      name: execution.pipeline.name,
      primaryMetric,
      metricDirection: METRICS[primaryMetric].direction,
    },
  });
  const { id } = await startRun({
    ctx,
    input: {
      experimentId: experiment.id,
      name: candidate.name,
      pipelineRunId: execution.id,
      stepKey,
      params: runParams(config, candidate.config, joins),
      tags: {
        "pipepilot.pipeline": execution.pipeline.name,
        "pipepilot.pipeline_run": String(execution.number),
        "pipepilot.config": execution.config.hash,
        ...(subject.reproduces !== undefined && { [REPRODUCES_TAG]: subject.reproduces }),
        ...tags,
      },
      inputs: inputsOf(subject),
      environment: { ...environment },
    },
  });
  return id;
}

/** Every version that was read, once for each use. */
function inputsOf({ execution, joins }: RunSubject) {
  const ids = [execution.datasetVersion.id, ...joins.map(({ datasetVersionId }) => datasetVersionId)];
  return [...new Set(ids)].flatMap((datasetVersionId) =>
    (["training", "evaluation"] as const).map((context) => ({ datasetVersionId, context })),
  );
}

/** Everything that decided the result, defaults included: the family's parameters by their names, the rest by its path. */
export function runParams(
  config: PipelineConfig,
  candidate: CandidateConfig,
  joins: readonly ResolvedJoin[] = [],
): Record<string, string | number | boolean | null> {
  const { dataset, target, seed, split, prepare, tune } = config;
  return Object.fromEntries(
    [
      ["model_type", candidate.type],
      ...Object.entries(candidateParams(candidate)),
      ["dataset", dataset],
      ["target", target],
      ["seed", seed],
      ...joins.map(({ path, dataset, number }) => [path, `${dataset} v${number}`]),
      ...Object.entries(split).map(([key, value]) => [`split.${key}`, value]),
      ...Object.entries(prepare).map(([key, value]) => [`prepare.${key}`, value]),
      // The space stands in the config and with the search; as a parameter it can be too long.
      ...Object.entries({ ...tune, space: undefined })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [`tune.${key}`, value]),
    ].map(([key, value]) => [key, paramValue(value)]),
  );
}

function paramValue(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  return canonicalJson(value);
}

/** What the fitted model says about itself, such as its TF.js backend, as tags of the run. */
export async function tagModelFacts(scope: StepScope, runId: string, facts: Facts): Promise<void> {
  const tags = Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [`model.${key}`, String(value)]),
  );
  if (Object.keys(tags).length > 0) await setRunTags({ ctx: scope.ctx, input: { runId, tags } });
}

/** Writes a candidate's evaluation into its run and ends it. Null is NaN. */
export async function finishTrackedRun(
  scope: StepScope,
  runId: string,
  metrics: Readonly<Record<string, number | null>>,
  artifacts: readonly BlobRef[],
): Promise<void> {
  const { ctx } = scope;
  const timestamp = Date.now();
  const points = Object.entries(metrics).map(([key, value]) => ({
    key,
    value: value ?? NaN,
    step: 0,
    timestamp,
  }));
  await keep(scope, () => logMetrics({ ctx, input: { runId, points } }));
  for (const { name, hash, size } of artifacts)
    await keep(scope, () => logArtifact({ ctx, input: { runId, path: name, blob: { hash, size } } }));
  await keep(scope, () => finishRun({ ctx, input: { runId, status: "FINISHED" } }));
}
