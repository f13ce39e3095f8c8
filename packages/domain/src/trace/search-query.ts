import { Prisma } from "@pipepilot/db";
import type { Comparison, NumberTest, Ordering, PresenceTest, TextTest } from "../search/comparison";
import { numberRange, textCondition, timeCondition } from "../search/conditions";
import { syntaxError } from "../search/syntax-error";
import { numberColumns, optionalColumns, textColumn, type SortColumn } from "../search/keyset";
import { LINKED_PROMPTS, promptEntry, SOURCE_RUN, TRACE_NAME_TAG } from "./keys";

const TIME = Prisma.sql`t."requestTime"`;
const END = Prisma.sql`t."requestTime" + coalesce(t.duration, 0) * interval '1 millisecond'`;
const DURATION = Prisma.sql`t.duration::float8`;
const TEXTS: Readonly<Record<string, Prisma.Sql>> = {
  request_id: Prisma.sql`t.id`,
  status: Prisma.sql`t.state::text`,
  client_request_id: Prisma.sql`t."clientRequestId"`,
  name: entry(Prisma.sql`t.tags`, TRACE_NAME_TAG),
  run_id: entry(Prisma.sql`t.metadata`, SOURCE_RUN),
};

function entry(entries: Prisma.Sql, key: string): Prisma.Sql {
  return Prisma.sql`(${entries}->>${key})`;
}

/** True of the traces `t` of which a comparison holds; what a trace does not have is equal and unequal to nothing. */
export function traceCondition({ field: { kind, key }, test, ...place }: Comparison): Prisma.Sql {
  switch (kind) {
    case "tag":
      return entryCondition(entry(Prisma.sql`t.tags`, key), test);
    case "metadata":
      if (key === SOURCE_RUN) return runCondition(test);
      return entryCondition(entry(Prisma.sql`t.metadata`, key), test);
    case "span":
      return spanCondition(key, test as TextTest, place);
    case "feedback":
    case "expectation":
      return assessmentCondition(kind, key, test);
  }
  switch (key) {
    case "timestamp_ms":
      return timeCondition(TIME, test as NumberTest);
    case "end_time_ms":
      return timeCondition(END, test as NumberTest);
    case "execution_time_ms":
      return numberRange(DURATION, test as NumberTest);
    case "run_id":
      return runCondition(test);
    case "prompt":
      return promptCondition(test as TextTest, place);
    case "text":
      return spanExists(textCondition(Prisma.sql`s.content`, test as TextTest));
    default:
      return textCondition(TEXTS[key], test as TextTest);
  }
}

function entryCondition(text: Prisma.Sql, test: Comparison["test"]): Prisma.Sql {
  if (test.type === "presence") return presence(text, test);
  return textCondition(text, test as TextTest);
}

function presence(value: Prisma.Sql, { comparator }: PresenceTest): Prisma.Sql {
  return comparator === "IS NULL" ? Prisma.sql`${value} IS NULL` : Prisma.sql`${value} IS NOT NULL`;
}

/** A trace is of the run it was made in, and of those it was linked to. */
function runCondition(test: Comparison["test"]): Prisma.Sql {
  const made = entryCondition(TEXTS.run_id, test);
  if (test.type !== "text" || test.comparator !== "=") return made;
  return Prisma.sql`(${made} OR EXISTS (SELECT 1 FROM "RunTrace" r
    WHERE r."projectId" = t."projectId" AND r."traceId" = t.id AND r."runId" = ${test.value}))`;
}

/** Of the form name/version. @throws DomainError invalid_input */
function promptCondition(test: TextTest, place: { position: number; length: number }): Prisma.Sql {
  const [, name, version] = (test.type === "text" && /^([^/]+)\/([^/]+)$/.exec(test.value)) || [];
  if (name === undefined)
    throw syntaxError('A prompt is compared with its name and version: prompt = "name/1".', place);
  const linked = entry(Prisma.sql`t.tags`, LINKED_PROMPTS);
  return Prisma.sql`strpos(${linked}, ${promptEntry({ name, version })}) > 0`;
}

const SPAN_TEXTS: Readonly<Record<string, Prisma.Sql>> = {
  name: Prisma.sql`s.name`,
  type: Prisma.sql`s.type`,
  status: Prisma.sql`s.status`,
  content: Prisma.sql`s.content`,
};
const ATTRIBUTES = "attributes.";

function spanCondition(key: string, test: TextTest, place: { position: number; length: number }): Prisma.Sql {
  if (Object.hasOwn(SPAN_TEXTS, key)) return spanExists(textCondition(SPAN_TEXTS[key], test));
  if (!key.startsWith(ATTRIBUTES) || key === ATTRIBUTES)
    throw syntaxError(
      `Invalid span attribute "${key}": use name, type, status, content or attributes.<attribute>.`,
      place,
    );
  const value = Prisma.sql`(SELECT coalesce(a->'value'->>'string_value', a->'value'->>'int_value',
      a->'value'->>'double_value', a->'value'->>'bool_value', (a->'value')::text)
    FROM jsonb_array_elements(${asJson(Prisma.sql`s.content`)}->'attributes') AS a
    WHERE a->>'key' = ${key.slice(ATTRIBUTES.length)} LIMIT 1)`;
  return spanExists(textCondition(value, test));
}

/** PostgreSQL's JSON has no NUL, which a span's text may have. */
function asJson(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`replace(${text}, ${"\\u0000"}, ${"\\ufffd"})::jsonb`;
}

function spanExists(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "TraceSpan" s
    WHERE s."projectId" = t."projectId" AND s."traceId" = t.id AND ${condition})`;
}

function assessmentCondition(kind: string, name: string, test: Comparison["test"]): Prisma.Sql {
  const exists = (condition: Prisma.Sql) => Prisma.sql`EXISTS (SELECT 1 FROM "TraceAssessment" a
    WHERE a."projectId" = t."projectId" AND a."traceId" = t.id AND a.kind = ${kind}::"AssessmentKind"
      AND a.name = ${name} AND a."isValid" AND ${condition})`;
  switch (test.type) {
    case "presence":
      return test.comparator === "IS NULL"
        ? Prisma.sql`NOT ${exists(Prisma.sql`true`)}`
        : exists(Prisma.sql`true`);
    case "number":
      return exists(
        Prisma.sql`CASE WHEN jsonb_typeof(a.value) = 'number' THEN ${numberRange(Prisma.sql`(a.value#>>'{}')::float8`, test)} ELSE false END`,
      );
    default:
      // A text by what it says, anything else by its JSON.
      return exists(textCondition(Prisma.sql`(a.value#>>'{}')`, test));
  }
}

/** As MLflow: by what is asked for, what is missing last; then the newest first, then by id. */
export function traceColumns(orderings: readonly Ordering[]): SortColumn[] {
  const columns = orderings.flatMap(({ field, descending }) => columnsOf(field.kind, field.key, descending));
  const has = (name: string) =>
    orderings.some(({ field }) => field.kind === "attribute" && field.key === name);
  return [
    ...columns,
    ...(has("timestamp_ms") ? [] : columnsOf("attribute", "timestamp_ms", true)),
    ...(has("request_id") ? [] : columnsOf("attribute", "request_id", false)),
  ];
}

function columnsOf(kind: Ordering["field"]["kind"], key: string, descending: boolean): SortColumn[] {
  const optional = (text: Prisma.Sql) => optionalColumns(textColumn(text, descending), Prisma.sql`''`);
  if (kind === "tag") return optional(entry(Prisma.sql`t.tags`, key));
  if (kind === "metadata") return optional(entry(Prisma.sql`t.metadata`, key));
  switch (key) {
    case "timestamp_ms":
      return [{ value: TIME, type: "time", descending }];
    case "end_time_ms":
      return [{ value: END, type: "time", descending }];
    case "execution_time_ms":
      return numberColumns(DURATION, descending);
    case "experiment_id":
      return [textColumn(Prisma.sql`t."experimentId"::text`, descending)];
    case "request_id":
    case "status":
      return [textColumn(TEXTS[key], descending)];
    default:
      return optional(TEXTS[key]);
  }
}
