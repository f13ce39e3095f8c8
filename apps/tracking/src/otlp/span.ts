import type { KeyValue } from "./any-value";

/** A span of OpenTelemetry in the field names of its JSON; ids are hexadecimal. */
export interface OtlpSpan {
  trace_id: string;
  span_id: string;
  trace_state?: string;
  parent_span_id: string | null;
  name: string;
  kind?: number;
  start_time_unix_nano: bigint;
  end_time_unix_nano: bigint;
  attributes: KeyValue[];
  dropped_attributes_count?: number;
  events: OtlpEvent[];
  dropped_events_count?: number;
  links: OtlpLink[];
  dropped_links_count?: number;
  status: { code: number; message?: string };
  flags?: number;
}

export interface OtlpEvent {
  time_unix_nano: bigint;
  name: string;
  attributes: KeyValue[];
  dropped_attributes_count?: number;
}

export interface OtlpLink {
  trace_id: string;
  span_id: string;
  trace_state?: string;
  attributes: KeyValue[];
  dropped_attributes_count?: number;
  flags?: number;
}

/** What one program sent, with what it says of itself. */
export interface ResourceSpans {
  resource: KeyValue[];
  spans: OtlpSpan[];
}
