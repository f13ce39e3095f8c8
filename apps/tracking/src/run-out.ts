import type { TrackedInput, TrackedRun, TrackedRunInfo } from "@pipepilot/domain/run/tracked";
import { artifactUri } from "./artifact-uri";
import { doubleOut } from "./wire";

export function runOut(run: TrackedRun) {
  return {
    info: runInfoOut(run),
    data: {
      metrics: run.metrics.map(({ key, value, step, timestamp }) => ({
        key,
        value: doubleOut(value),
        timestamp: timestamp.getTime(),
        step,
      })),
      params: run.params,
      tags: run.tags,
    },
    inputs: {
      dataset_inputs: run.inputs.map(inputOut),
      model_inputs: run.modelInputs.map((model_id) => ({ model_id })),
    },
    outputs: {
      model_outputs: run.modelOutputs.map(({ modelId, step }) => ({ model_id: modelId, step })),
    },
  };
}

export function runInfoOut(run: TrackedRunInfo) {
  const { id, experimentId, name, status, startTime, endTime, deletedAt, artifactLocation, createdBy, user } =
    run;
  return {
    run_id: id,
    run_uuid: id,
    run_name: name,
    experiment_id: experimentId,
    user_id: user ?? createdBy.name,
    status,
    start_time: startTime.getTime(),
    ...(endTime && { end_time: endTime.getTime() }),
    artifact_uri: artifactUri({ id: experimentId, artifactLocation }, { runId: id }),
    lifecycle_stage: deletedAt ? "deleted" : "active",
  };
}

function inputOut({ name, digest, sourceType, source, schema, profile, tags }: TrackedInput) {
  return {
    tags,
    dataset: {
      name,
      digest,
      source_type: sourceType,
      source,
      ...(schema !== null && { schema }),
      ...(profile !== null && { profile }),
    },
  };
}
