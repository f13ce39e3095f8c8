import { z } from "zod";
import { parseJson } from "../wire";
import { MAX_DEPTH, type AnyValue, type KeyValue } from "./any-value";
import { notOtlp } from "./protobuf";
import type { ResourceSpans } from "./span";

const WHOLE = /^-?\d{1,20}$/;
/** 64-bit numbers are texts; small ones may be numbers. */
const int64 = z.union([
  z.string().regex(WHOLE).transform(BigInt),
  z
    .number()
    .int()
    .transform((value) => BigInt(Math.trunc(value))),
]);
/** A text may have half a character, which protobuf and databases have not. */
const text = z.string().transform((given) => Buffer.from(given).toString());
const SPECIAL = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);
const double = z.union([z.number(), z.string().transform((text) => SPECIAL.get(text) ?? Number(text))]);
const id = z
  .string()
  .regex(/^[0-9a-f]*$/i)
  .transform((text) => text.toLowerCase());
const time = int64.default(0n);

const attributes = z
  .array(z.unknown())
  .default([])
  .transform((list) => list.map((each) => keyValue(each, 0)));
const counted = z.int().optional();

const event = z
  .object({ timeUnixNano: time, name: text.default(""), attributes, droppedAttributesCount: counted })
  .transform((read) => ({
    time_unix_nano: read.timeUnixNano,
    name: read.name,
    attributes: read.attributes,
    dropped_attributes_count: read.droppedAttributesCount,
  }));

const link = z
  .object({ traceId: id, spanId: id, traceState: text.optional(), attributes, flags: counted })
  .transform((read) => ({
    trace_id: read.traceId,
    span_id: read.spanId,
    trace_state: read.traceState,
    attributes: read.attributes,
    flags: read.flags,
  }));

/** Enumerations come as numbers, from some senders as names. */
const code = z.union([
  z.int(),
  z
    .enum(["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"])
    .transform((name) => ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"].indexOf(name)),
]);

const span = z
  .object({
    traceId: id,
    spanId: id,
    traceState: text.optional(),
    parentSpanId: id.nullish(),
    name: text.default(""),
    kind: z.int().optional().catch(undefined),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    droppedAttributesCount: counted,
    events: z.array(event).default([]),
    droppedEventsCount: counted,
    links: z.array(link).default([]),
    droppedLinksCount: counted,
    status: z.object({ code: code.default(0), message: text.optional() }).default({ code: 0 }),
    flags: counted,
  })
  .transform((read) => ({
    trace_id: read.traceId,
    span_id: read.spanId,
    trace_state: read.traceState,
    parent_span_id: read.parentSpanId || null,
    name: read.name,
    kind: read.kind,
    start_time_unix_nano: read.startTimeUnixNano,
    end_time_unix_nano: read.endTimeUnixNano,
    attributes: read.attributes,
    dropped_attributes_count: read.droppedAttributesCount,
    events: read.events,
    dropped_events_count: read.droppedEventsCount,
    links: read.links,
    dropped_links_count: read.droppedLinksCount,
    status: read.status,
    flags: read.flags,
  }));

const request = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: [] }),
        scopeSpans: z.array(z.object({ spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
});

/** The spans of an ExportTraceServiceRequest in OTLP's JSON form. @throws DomainError invalid_input */
export function readJson(text: string): ResourceSpans[] {
  let given: unknown;
  try {
    given = parseJson(text);
  } catch {
    throw notOtlp();
  }
  const read = request.safeParse(given);
  if (!read.success) throw notOtlp();
  return read.data.resourceSpans.map(({ resource, scopeSpans }) => ({
    resource: resource.attributes,
    spans: scopeSpans.flatMap(({ spans }) => spans),
  }));
}

function keyValue(given: unknown, depth: number): KeyValue {
  const { key, value } = fields(given);
  return {
    key: typeof key === "string" ? read(text, key) : "",
    value: value == null ? {} : anyValue(value, depth),
  };
}

function anyValue(given: unknown, depth: number): AnyValue {
  if (depth > MAX_DEPTH) throw notOtlp();
  const value = fields(given);
  const values = (list: unknown): unknown[] => {
    const { values = [] } = fields(list);
    if (!Array.isArray(values)) throw notOtlp();
    return values;
  };
  if (value.stringValue !== undefined) return { string_value: read(text, value.stringValue) };
  if (value.boolValue !== undefined) return { bool_value: read(z.boolean(), value.boolValue) };
  if (value.intValue !== undefined) return { int_value: BigInt.asIntN(64, read(int64, value.intValue)) };
  if (value.doubleValue !== undefined) return { double_value: read(double, value.doubleValue) };
  if (value.bytesValue !== undefined) return { bytes_value: read(text, value.bytesValue) };
  if (value.arrayValue !== undefined)
    return { array_value: { values: values(value.arrayValue).map((each) => anyValue(each, depth + 1)) } };
  if (value.kvlistValue !== undefined)
    return { kvlist_value: { values: values(value.kvlistValue).map((each) => keyValue(each, depth + 1)) } };
  return {};
}

function fields(given: unknown): Record<string, unknown> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw notOtlp();
  return given as Record<string, unknown>;
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (!result.success) throw notOtlp();
  return result.data;
}
