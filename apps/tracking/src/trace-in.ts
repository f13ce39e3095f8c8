import type { StartTraceInput } from "@pipepilot/domain/trace/schema";
import { TRACE_STATES } from "@pipepilot/domain/trace/schema";
import type { ProjectContext } from "@pipepilot/domain/context";
import { notFound } from "@pipepilot/domain/errors";
import { textsByKey } from "@pipepilot/domain/texts-by-key";
import { traceId } from "@pipepilot/domain/trace/keys";
import { z } from "zod";
import { assessment, assessmentIn } from "./assessment-wire";
import { experimentId } from "./experiment-id";
import { durationIn, timestampIn } from "./protobuf-time";
import { OWN_TAGS } from "./trace-out";
import { list, optionalText } from "./wire";

/** protobuf takes a name or a number for it. */
export const traceState = z.union([
  z.enum(TRACE_STATES),
  z
    .int()
    .min(0)
    .max(3)
    .transform((number) => TRACE_STATES[number]),
]);

export const traceLocation = z.object({
  mlflow_experiment: z.object({ experiment_id: z.string() }).optional(),
});

const texts = textsByKey(z.string(), z.string()).default({});

export const traceInfo = z.object({
  trace_id: z.string(),
  client_request_id: optionalText,
  trace_location: z.object({ mlflow_experiment: z.object({ experiment_id: z.string() }) }),
  request_preview: z.string().optional(),
  response_preview: z.string().optional(),
  request_time: timestampIn,
  execution_duration: durationIn.optional(),
  state: traceState.default("STATE_UNSPECIFIED"),
  trace_metadata: texts,
  tags: texts,
  assessments: list(assessment),
});

/** @throws DomainError not_found for the experiment, invalid_input for an assessment */
export async function traceIn(
  ctx: ProjectContext,
  info: z.output<typeof traceInfo>,
): Promise<StartTraceInput> {
  const tags = Object.entries(info.tags).filter(([key]) => !OWN_TAGS.includes(key));
  return {
    traceId: info.trace_id,
    experimentId: await experimentId(ctx, info.trace_location.mlflow_experiment.experiment_id),
    clientRequestId: info.client_request_id,
    requestTime: info.request_time,
    duration: info.execution_duration,
    state: info.state,
    requestPreview: info.request_preview,
    responsePreview: info.response_preview,
    metadata: info.trace_metadata,
    tags: Object.fromEntries(tags),
    assessments: info.assessments.map(assessmentIn),
  };
}

const selector = z.object({ trace_id: z.string() });

/** The id in a path; what cannot be one is no trace's. @throws DomainError not_found */
export function traceIdOf(given: unknown): string {
  const { trace_id } = selector.parse(given);
  if (!traceId.safeParse(trace_id).success) throw notFound("trace", trace_id.slice(0, 200));
  return trace_id;
}
