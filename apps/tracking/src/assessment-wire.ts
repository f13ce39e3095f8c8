import type { Assessment, AssessmentInput } from "@pipepilot/domain/trace/assessment-schema";
import { DomainError } from "@pipepilot/domain/errors";
import { textsByKey } from "@pipepilot/domain/texts-by-key";
import { z } from "zod";
import { timestampIn, timestampOut } from "./protobuf-time";
import { optionalText, parseJson } from "./wire";

const error = z
  .object({ error_code: z.string().default(""), error_message: optionalText, stack_trace: optionalText })
  .optional();

const feedback = z.object({ value: z.json().default(null), error }).optional();
const expectation = z
  .object({
    value: z.json().default(null),
    serialized_value: z
      .object({ serialization_format: z.string().default("JSON_FORMAT"), value: z.string() })
      .optional(),
  })
  .optional();
const metadata = textsByKey(z.string(), z.coerce.string()).optional();

/** protobuf's JSON of an assessment; of what it says exactly one thing is set. */
export const assessment = z.object({
  assessment_id: optionalText,
  assessment_name: optionalText,
  source: z.object({ source_type: optionalText, source_id: optionalText }).optional(),
  span_id: optionalText,
  create_time: timestampIn.optional(),
  last_update_time: timestampIn.optional(),
  feedback,
  expectation,
  issue: z.object({ issue_name: optionalText }).optional(),
  rationale: optionalText,
  metadata,
  overrides: optionalText,
  valid: z.boolean().optional(),
});
export type AssessmentIn = z.output<typeof assessment>;

type Said = Pick<AssessmentInput, "kind" | "value" | "error">;

/** What an assessment says; null where it says nothing. @throws DomainError invalid_input */
export function saidIn({ feedback, expectation, issue }: AssessmentIn): Said | null {
  if (feedback) {
    const { error_code, error_message, stack_trace } = feedback.error ?? {};
    const error = feedback.error && {
      code: error_code ?? "",
      message: error_message,
      stackTrace: stack_trace,
    };
    return { kind: "feedback", value: feedback.value, error };
  }
  if (expectation) return { kind: "expectation", value: expectedIn(expectation) };
  return issue ? { kind: "issue", value: null } : null;
}

function expectedIn({ value, serialized_value: serialized }: NonNullable<AssessmentIn["expectation"]>) {
  if (!serialized) return value;
  try {
    if (serialized.serialization_format === "JSON_FORMAT") return z.json().parse(parseJson(serialized.value));
  } catch {
    // Said below.
  }
  throw new DomainError(
    "invalid_input",
    "An expectation's serialized_value is JSON, in the format JSON_FORMAT.",
  );
}

/** @throws DomainError invalid_input where it says nothing, or has no name */
export function assessmentIn(given: AssessmentIn): AssessmentInput {
  const said = saidIn(given);
  if (said === null)
    throw new DomainError("invalid_input", "An assessment has feedback, an expectation or an issue.");
  const { issue, source, overrides, valid } = given;
  const name = given.assessment_name ?? issue?.issue_name;
  if (name === undefined)
    throw new DomainError(
      "invalid_input",
      "Missing value for required parameter 'assessment.assessment_name'.",
    );
  return {
    ...said,
    name,
    assessmentId: given.assessment_id,
    sourceType: source?.source_type,
    sourceId: source?.source_id,
    spanId: given.span_id,
    rationale: given.rationale,
    metadata: given.metadata,
    overrides,
    isValid: valid,
    createdAt: given.create_time,
    updatedAt: given.last_update_time,
  };
}

export function assessmentOut(assessment: Assessment) {
  const { id, traceId, name, spanId, rationale, metadata, overrides } = assessment;
  return {
    assessment_id: id,
    assessment_name: name,
    trace_id: traceId,
    ...(spanId !== null && { span_id: spanId }),
    source: { source_type: assessment.sourceType, source_id: assessment.sourceId },
    create_time: timestampOut(assessment.createdAt),
    last_update_time: timestampOut(assessment.updatedAt),
    ...saidOut(assessment),
    ...(rationale !== null && { rationale }),
    ...(metadata !== null && { metadata }),
    ...(overrides !== null && { overrides }),
    valid: assessment.isValid,
  };
}

function saidOut({ kind, name, value, error }: Assessment) {
  if (kind === "issue") return { issue: { issue_name: name } };
  if (kind === "expectation")
    return { expectation: isSimple(value) ? { value } : { serialized_value: serialized(value) } };
  const failed = error && {
    error_code: error.code,
    ...(error.message !== undefined && { error_message: error.message }),
    ...(error.stackTrace !== undefined && { stack_trace: error.stackTrace }),
  };
  return { feedback: { value, ...(failed && { error: failed }) } };
}

const isSimple = (value: unknown) => typeof value !== "object" || value === null;
const serialized = (value: unknown) => ({
  serialization_format: "JSON_FORMAT",
  value: JSON.stringify(value),
});
