import type {
  LoggedModelMetric,
  LoggedModelStatusName,
  TrackedLoggedModel,
} from "@pipepilot/domain/logged-model/schema";
import { artifactUri } from "./artifact-uri";
import { doubleOut } from "./wire";

/** protobuf's names, in the order of its numbers, which begin with 1. */
export const STATUS_OUT = {
  PENDING: "LOGGED_MODEL_PENDING",
  READY: "LOGGED_MODEL_READY",
  FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
} as const satisfies Record<LoggedModelStatusName, string>;

export function loggedModelOut(model: TrackedLoggedModel) {
  const { id, experimentId, artifactLocation, name, modelType, sourceRunId, status, tags } = model;
  return {
    info: {
      model_id: id,
      experiment_id: experimentId,
      name,
      creation_timestamp_ms: model.createdAt.getTime(),
      last_updated_timestamp_ms: model.updatedAt.getTime(),
      artifact_uri: artifactUri({ id: experimentId, artifactLocation }, { modelId: id }),
      status: STATUS_OUT[status],
      ...(modelType !== null && { model_type: modelType }),
      ...(sourceRunId !== null && { source_run_id: sourceRunId }),
      tags,
    },
    data: { params: model.params, metrics: model.metrics.map((metric) => metricOut(id, metric)) },
  };
}

function metricOut(modelId: string, { key, value, timestamp, step, runId, dataset }: LoggedModelMetric) {
  return {
    key,
    value: doubleOut(value),
    timestamp: timestamp.getTime(),
    step,
    ...(dataset && { dataset_name: dataset.name, dataset_digest: dataset.digest }),
    model_id: modelId,
    run_id: runId,
  };
}
