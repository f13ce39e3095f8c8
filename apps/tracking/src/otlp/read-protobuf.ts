import { MAX_DEPTH, type AnyValue, type KeyValue } from "./any-value";
import { bytesOf, doubleOf, fieldsOf, notOtlp, textOf, type Field } from "./protobuf";
import type { OtlpEvent, OtlpLink, OtlpSpan, ResourceSpans } from "./span";

/** The spans of an ExportTraceServiceRequest in protobuf's binary form. @throws DomainError invalid_input */
export function readProtobuf(message: Uint8Array): ResourceSpans[] {
  return messages(message, 1).map((resourceSpans) => ({
    resource: messages(resourceSpans, 1).flatMap((resource) =>
      messages(resource, 1).map((each) => keyValue(each)),
    ),
    spans: messages(resourceSpans, 2).flatMap((scope) => messages(scope, 2).map(span)),
  }));
}

function messages(message: Uint8Array, number: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const field of fieldsOf(message)) if (field.number === number) found.push(bytesOf(field));
  return found;
}

const hex = (field: Field) => Buffer.from(bytesOf(field)).toString("hex");
const count = ({ value }: Field) => Number(value ?? 0n);

function span(message: Uint8Array): OtlpSpan {
  const read: OtlpSpan = {
    trace_id: "",
    span_id: "",
    parent_span_id: null,
    name: "",
    start_time_unix_nano: 0n,
    end_time_unix_nano: 0n,
    attributes: [],
    events: [],
    links: [],
    status: { code: 0 },
  };
  const fields: Record<number, (field: Field) => void> = {
    1: (field) => (read.trace_id = hex(field)),
    2: (field) => (read.span_id = hex(field)),
    3: (field) => (read.trace_state = textOf(field)),
    4: (field) => (read.parent_span_id = hex(field) || null),
    5: (field) => (read.name = textOf(field)),
    6: (field) => (read.kind = count(field)),
    7: ({ value }) => (read.start_time_unix_nano = value ?? 0n),
    8: ({ value }) => (read.end_time_unix_nano = value ?? 0n),
    9: (field) => read.attributes.push(keyValue(bytesOf(field))),
    10: (field) => (read.dropped_attributes_count = count(field)),
    11: (field) => read.events.push(event(bytesOf(field))),
    12: (field) => (read.dropped_events_count = count(field)),
    13: (field) => read.links.push(link(bytesOf(field))),
    14: (field) => (read.dropped_links_count = count(field)),
    15: (field) => (read.status = status(bytesOf(field))),
    16: (field) => (read.flags = count(field)),
  };
  for (const field of fieldsOf(message)) fields[field.number]?.(field);
  return read;
}

function event(message: Uint8Array): OtlpEvent {
  const read: OtlpEvent = { time_unix_nano: 0n, name: "", attributes: [] };
  for (const field of fieldsOf(message)) {
    if (field.number === 1) read.time_unix_nano = field.value ?? 0n;
    else if (field.number === 2) read.name = textOf(field);
    else if (field.number === 3) read.attributes.push(keyValue(bytesOf(field)));
    else if (field.number === 4) read.dropped_attributes_count = count(field);
  }
  return read;
}

function link(message: Uint8Array): OtlpLink {
  const read: OtlpLink = { trace_id: "", span_id: "", attributes: [] };
  for (const field of fieldsOf(message)) {
    if (field.number === 1) read.trace_id = hex(field);
    else if (field.number === 2) read.span_id = hex(field);
    else if (field.number === 3) read.trace_state = textOf(field);
    else if (field.number === 4) read.attributes.push(keyValue(bytesOf(field)));
    else if (field.number === 5) read.dropped_attributes_count = count(field);
    else if (field.number === 6) read.flags = count(field);
  }
  return read;
}

function status(message: Uint8Array): OtlpSpan["status"] {
  const read: OtlpSpan["status"] = { code: 0 };
  for (const field of fieldsOf(message)) {
    if (field.number === 2) read.message = textOf(field);
    else if (field.number === 3) read.code = count(field);
  }
  return read;
}

function keyValue(message: Uint8Array, depth = 0): KeyValue {
  const read: KeyValue = { key: "", value: {} };
  for (const field of fieldsOf(message)) {
    if (field.number === 1) read.key = textOf(field);
    else if (field.number === 2) read.value = anyValue(bytesOf(field), depth);
  }
  return read;
}

function anyValue(message: Uint8Array, depth: number): AnyValue {
  if (depth > MAX_DEPTH) throw notOtlp();
  let read: AnyValue = {};
  for (const field of fieldsOf(message)) {
    switch (field.number) {
      case 1:
        read = { string_value: textOf(field) };
        break;
      case 2:
        read = { bool_value: field.value !== 0n };
        break;
      case 3:
        read = { int_value: BigInt.asIntN(64, field.value ?? 0n) };
        break;
      case 4:
        read = { double_value: doubleOf(field.value ?? 0n) };
        break;
      case 5:
        read = {
          array_value: { values: messages(bytesOf(field), 1).map((each) => anyValue(each, depth + 1)) },
        };
        break;
      case 6:
        read = {
          kvlist_value: { values: messages(bytesOf(field), 1).map((each) => keyValue(each, depth + 1)) },
        };
        break;
      case 7:
        read = { bytes_value: Buffer.from(bytesOf(field)).toString("base64") };
        break;
    }
  }
  return read;
}
