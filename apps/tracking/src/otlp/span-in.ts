import type { SpanInput } from "@pipepilot/domain/trace/schema";
import { DomainError } from "@pipepilot/domain/errors";
import { jsonText, valueText, type KeyValue } from "./any-value";
import type { OtlpSpan, ResourceSpans } from "./span";

/** MLflow's clients put the trace's id into each span. */
const REQUEST_ID = "mlflow.traceRequestId";
const TAG_PREFIX = "mlflow.traceTag.";
/** Previews are as long as MLflow's. */
const PREVIEW = 1000;
/** Where inputs and outputs stand, by who made the span. */
const INPUTS = ["mlflow.spanInputs", "input.value", "gen_ai.input.messages"];
const OUTPUTS = ["mlflow.spanOutputs", "output.value", "gen_ai.output.messages"];
const SESSION = ["session.id", "gen_ai.conversation.id"];
const USER = ["user.id"];
const MAX_TAG_KEY = 250;
const STATUSES = ["UNSET", "OK", "ERROR"] as const;
const STATUS_NAMES = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

/** What OpenTelemetry's clients sent, as we keep it. @throws DomainError invalid_input */
export function spansIn(received: readonly ResourceSpans[]): SpanInput[] {
  return received.flatMap(({ resource, spans }) => {
    const tags = tagsOf(resource.filter(({ key }) => !/^(telemetry\.sdk\.|mlflow\.)/.test(key)));
    return spans.map((span) => spanIn(span, tags));
  });
}

function spanIn(span: OtlpSpan, resourceTags: Record<string, string>): SpanInput {
  const { trace_id, span_id, parent_span_id: parentId, name, attributes } = span;
  if (!/^[0-9a-f]{32}$/.test(trace_id) || !/^[0-9a-f]{16}$/.test(span_id) || !isParent(parentId))
    throw new DomainError(
      "invalid_input",
      "A span's trace_id has 16 bytes, its span_id and parent_span_id have 8.",
    );
  const traceId = `tr-${trace_id}`;
  const first = (keys: readonly string[]) => firstText(attributes, keys);
  const [session, user] = [first(SESSION), first(USER)];
  return {
    traceId,
    spanId: span_id,
    parentId,
    name,
    type: first(["mlflow.spanType"]) ?? "UNKNOWN",
    status: STATUSES[span.status.code] ?? "UNSET",
    startTime: BigInt.asIntN(64, span.start_time_unix_nano),
    endTime: span.end_time_unix_nano === 0n ? null : BigInt.asIntN(64, span.end_time_unix_nano),
    content: contentOf(span, traceId),
    metadata: {
      ...(session !== undefined && { "mlflow.trace.session": session }),
      ...(user !== undefined && { "mlflow.trace.user": user }),
    },
    ...(parentId === null && {
      trace: {
        requestPreview: shortened(first(INPUTS)),
        responsePreview: shortened(first(OUTPUTS)),
        tags: { ...resourceTags, ...tagsOf(attributes, TAG_PREFIX) },
      },
    }),
  };
}

const isParent = (id: string | null) => id === null || /^[0-9a-f]{16}$/.test(id);

/** protobuf's JSON of the span, in which bytes are base64. */
function contentOf(span: OtlpSpan, traceId: string): string {
  const { attributes, links, status, parent_span_id, end_time_unix_nano: end } = span;
  const isTold = attributes.some(({ key }) => key === REQUEST_ID);
  return jsonText({
    ...span,
    trace_id: base64(span.trace_id),
    span_id: base64(span.span_id),
    parent_span_id: parent_span_id === null ? undefined : base64(parent_span_id),
    end_time_unix_nano: end === 0n ? undefined : end,
    attributes: isTold ? attributes : [...attributes, { key: REQUEST_ID, value: { string_value: traceId } }],
    links: links.map((link) => ({ ...link, trace_id: base64(link.trace_id), span_id: base64(link.span_id) })),
    status: { ...status, code: STATUS_NAMES[status.code] ?? STATUS_NAMES[0] },
  });
}

const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

function firstText(attributes: readonly KeyValue[], keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = attributes.find((each) => each.key === key);
    if (found) return valueText(found.value);
  }
}

/** Those with the prefix, as tags without it; what can be no tag is left out, as MLflow does. */
function tagsOf(attributes: readonly KeyValue[], prefix = ""): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { key, value } of attributes) {
    const name = key.slice(prefix.length);
    if (key.startsWith(prefix) && name !== "" && name.length <= MAX_TAG_KEY && !name.includes("\0"))
      tags[name] = valueText(value);
  }
  return tags;
}

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > PREVIEW ? `${text.slice(0, PREVIEW - 3)}...` : text;
}
