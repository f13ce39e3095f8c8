import { Prisma } from "@pipepilot/db";
import { DomainError } from "../errors";
import type { Comparison, NumberTest, TextTest } from "../search/comparison";
import { allOf, numberCondition, textCondition, timeCondition } from "../search/conditions";
import { attributeName, grammarOf } from "../search/grammar";
import { numberColumns, optionalColumns, textColumn, type SortColumn } from "../search/keyset";
import type { DatasetFilter, LoggedModelOrdering } from "./schema";

const TIMES: Readonly<Record<string, Prisma.Sql>> = {
  creation_timestamp: Prisma.sql`m."createdAt"`,
  last_updated_timestamp: Prisma.sql`m."updatedAt"`,
};
const TEXTS: Readonly<Record<string, Prisma.Sql>> = {
  name: Prisma.sql`m.name`,
  model_id: Prisma.sql`m.id`,
  status: Prisma.sql`m.status::text`,
};
const OPTIONAL_TEXTS: Readonly<Record<string, Prisma.Sql>> = {
  model_type: Prisma.sql`m."modelType"`,
  source_run_id: Prisma.sql`m."sourceRunId"`,
};

/**
 * True of the models `m` that a filter and a choice of datasets leave. What a model does not have is equal and unequal to
 * nothing; of a metric any point will do that was measured on one of the datasets.
 */
export function modelConditions(
  filter: readonly Comparison[],
  datasets: readonly DatasetFilter[],
): Prisma.Sql[] {
  const conditions = filter.map((comparison) => modelCondition(comparison, datasets));
  const isMeasured = datasets.length === 0 || filter.some(({ field }) => field.kind === "metric");
  return isMeasured ? conditions : [...conditions, Prisma.sql`EXISTS (${points(on(datasets))})`];
}

function modelCondition(
  { field: { kind, key }, test }: Comparison,
  datasets: readonly DatasetFilter[],
): Prisma.Sql {
  switch (kind) {
    case "metric": {
      const value = numberCondition(Prisma.sql`k.value`, test as NumberTest);
      return Prisma.sql`EXISTS (${points([Prisma.sql`k.key = ${key}`, value, ...on(datasets)])})`;
    }
    case "param":
      return textCondition(textOf(Prisma.sql`"LoggedModelParam"`, key), test as TextTest);
    case "tag":
      return textCondition(textOf(Prisma.sql`"LoggedModelTag"`, key), test as TextTest);
    default:
      if (key in TIMES) return timeCondition(TIMES[key], test as NumberTest);
      return textCondition(TEXTS[key] ?? OPTIONAL_TEXTS[key], test as TextTest);
  }
}

function textOf(table: Prisma.Sql, key: string): Prisma.Sql {
  return Prisma.sql`(SELECT k.value FROM ${table} k
    WHERE k."projectId" = m."projectId" AND k."modelId" = m.id AND k.key = ${key})`;
}

/** The values of a model's points `k`. */
function points(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`SELECT k.value FROM "LoggedModelMetric" k
    WHERE k."projectId" = m."projectId" AND k."modelId" = m.id AND ${allOf(conditions)}`;
}

/** True of the points `k` on one of the datasets. */
function on(datasets: readonly DatasetFilter[]): Prisma.Sql[] {
  if (datasets.length === 0) return [];
  const each = datasets.map(({ name, digest }) =>
    digest === undefined
      ? Prisma.sql`k."datasetName" = ${name}`
      : Prisma.sql`(k."datasetName" = ${name} AND k."datasetDigest" = ${digest})`,
  );
  return [Prisma.sql`(${Prisma.join(each, " OR ")})`];
}

/** As MLflow: by what is asked for, what is missing last; then the newest first, then by id. @throws DomainError invalid_input */
export function modelColumns(orderings: readonly LoggedModelOrdering[]): SortColumn[] {
  const attributes = new Set<string>();
  const columns = orderings.flatMap(({ field, descending, dataset }) => {
    if (field.startsWith("metrics."))
      return metricColumns(field.slice("metrics.".length), descending, dataset);
    const name = attributeName(grammarOf("logged_model"), field);
    if (name === null) throw unknownField(field);
    attributes.add(name);
    return attributeColumns(name, descending);
  });
  return [
    ...columns,
    ...(attributes.has("creation_timestamp") ? [] : attributeColumns("creation_timestamp", true)),
    ...(attributes.has("model_id") ? [] : attributeColumns("model_id", false)),
  ];
}

/** The latest point counts. */
function metricColumns(key: string, descending: boolean, dataset: DatasetFilter | undefined): SortColumn[] {
  const measured = points([Prisma.sql`k.key = ${key}`, ...on(dataset ? [dataset] : [])]);
  const latest = Prisma.sql`(${measured} ORDER BY k.timestamp DESC, k.step DESC, k."runId" LIMIT 1)`;
  return numberColumns(latest, descending);
}

function attributeColumns(key: string, descending: boolean): SortColumn[] {
  if (key in TIMES) return [{ value: TIMES[key], type: "time", descending }];
  if (key in TEXTS) return [textColumn(TEXTS[key], descending)];
  return optionalColumns(textColumn(OPTIONAL_TEXTS[key], descending), Prisma.sql`''`);
}

function unknownField(field: string): DomainError {
  const known = Object.keys(grammarOf("logged_model").attributes).join(", ");
  const message = `Invalid order by field name: ${field}. Use metrics.<key> or one of ${known}.`;
  return new DomainError("invalid_input", message, { field });
}
