import type { Trace } from "@pipepilot/domain/trace/get";
import type { TraceInfo } from "@pipepilot/domain/trace/read";
import { assessmentOut } from "./assessment-wire";
import { artifactUri } from "./artifact-uri";
import { durationOut, timestampOut } from "./protobuf-time";

const ARTIFACT_LOCATION = "mlflow.artifactLocation";
/** Where clients are to look for the spans: here, or in the file they may have sent. */
const SPANS_LOCATION = "mlflow.trace.spansLocation";
const IS_FINAL = "mlflow.trace.infoFinalized";

/** Tags that say what is so: they cannot be set. */
export const OWN_TAGS: readonly string[] = [
  SPANS_LOCATION,
  "mlflow.trace.archiveLocation",
  "mlflow.trace.archivalFailure",
];

function tagsOf({ id, experimentId, artifactLocation, tags, spans }: TraceInfo): Record<string, string> {
  return {
    ...tags,
    [ARTIFACT_LOCATION]: artifactUri({ id: experimentId, artifactLocation }, { traceId: id }),
    ...(spans > 0 && { [SPANS_LOCATION]: "TRACKING_STORE" }),
  };
}

/** A trace as MLflow 3 writes it. */
export function traceInfoOut(info: TraceInfo) {
  const { id, experimentId, clientRequestId, requestPreview, responsePreview, duration } = info;
  return {
    trace_id: id,
    ...(clientRequestId !== null && { client_request_id: clientRequestId }),
    trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experimentId } },
    request_time: timestampOut(info.requestTime),
    ...(duration !== null && { execution_duration: durationOut(duration) }),
    state: info.state,
    trace_metadata: { ...info.metadata, ...(info.isFinal && { [IS_FINAL]: "true" }) },
    ...(info.assessments.length > 0 && { assessments: info.assessments.map(assessmentOut) }),
    tags: tagsOf(info),
    ...(requestPreview !== null && { request_preview: requestPreview }),
    ...(responsePreview !== null && { response_preview: responsePreview }),
  };
}

/** The same with spans, which are JSON texts already. */
export function traceOut({ info, spans }: Trace): string {
  return `{"trace_info":${JSON.stringify(traceInfoOut(info))},"spans":[${spans.join(",")}]}`;
}

/** A trace as MLflow 2 wrote it. */
export function traceInfoV2Out(info: TraceInfo) {
  const { id, experimentId, requestTime, duration, state, metadata } = info;
  return {
    request_id: id,
    experiment_id: experimentId,
    timestamp_ms: requestTime.getTime(),
    execution_time_ms: duration ?? 0,
    status: state === "STATE_UNSPECIFIED" ? "TRACE_STATUS_UNSPECIFIED" : state,
    request_metadata: entriesOut(metadata),
    tags: entriesOut(tagsOf(info)),
  };
}

const entriesOut = (texts: Record<string, string>) =>
  Object.entries(texts).map(([key, value]) => ({ key, value }));
