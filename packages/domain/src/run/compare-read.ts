import { Prisma, type Transaction } from "@pipepilot/db";
import { writeNumbers } from "./compare-columns";
import { MOST_COMPARED_TEXT, type NumberColumn, type RunComparison, type TextColumn } from "./compare-schema";

interface TextRow {
  key: string;
  text: string;
  cut: boolean;
  places: string;
}

/** Parameters, tags and environment of these runs, one row for each value of a key. */
export async function readTextColumns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<Pick<RunComparison, "params" | "tags" | "environment">> {
  const [params, tags, environment] = await Promise.all([
    readTexts(db, runIds, ofTable(projectId, Prisma.sql`"RunParam"`)),
    readTexts(db, runIds, ofTable(projectId, Prisma.sql`"RunTag"`)),
    readTexts(
      db,
      runIds,
      Prisma.sql`(SELECT id AS "runId", entry.key, coalesce(entry.value, 'null') AS value FROM "Run",
        jsonb_each_text(CASE jsonb_typeof(environment) WHEN 'object' THEN environment ELSE '{}' END) AS entry
        WHERE "projectId" = ${projectId}::uuid AND id = ANY(${runIds}::text[]))`,
    ),
  ]);
  return { params, tags, environment };
}

const ofTable = (projectId: string, table: Prisma.Sql) =>
  Prisma.sql`(SELECT "runId", key, value FROM ${table} WHERE "projectId" = ${projectId}::uuid)`;

/** Long texts, such as a model history in a tag, are compared whole and sent by their beginning. */
async function readTexts(
  db: Transaction,
  runIds: readonly string[],
  source: Prisma.Sql,
): Promise<TextColumn[]> {
  const rows = await db.$queryRaw<TextRow[]>`
    SELECT key, left(value, ${MOST_COMPARED_TEXT}::int) AS text, length(value) > ${MOST_COMPARED_TEXT}::int AS cut,
      string_agg((place - 1)::text, ',' ORDER BY place) AS places
    FROM unnest(${runIds}::text[]) WITH ORDINALITY AS asked("runId", place) JOIN ${source} AS entry USING ("runId")
    GROUP BY key, value ORDER BY key, min(place)`;
  const columns: TextColumn[] = [];
  for (const { key, text, cut, places } of rows) {
    const column = columns.at(-1);
    if (column?.key === key) {
      column.values.push(text);
      column.places += `;${places}`;
      column.cut ||= cut;
    } else columns.push({ key, values: [text], places, cut });
  }
  return columns;
}

interface NumberRow {
  key: string;
  places: string;
  values: string;
  hasSteps: boolean;
}

/** The latest value of every metric. Arrays as text are read faster than a row for each of a hundred thousand numbers. */
export async function readMetricColumns(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
): Promise<NumberColumn[]> {
  const rows = await db.$queryRaw<NumberRow[]>`
    SELECT key, array_agg(place - 1)::text AS places, array_agg(value)::text AS values,
      bool_or(step > 0) AS "hasSteps"
    FROM unnest(${runIds}::text[]) WITH ORDINALITY AS asked("runId", place) JOIN (
      SELECT "runId", key, value, step FROM "RunMetric" WHERE "projectId" = ${projectId}::uuid
    ) AS metric USING ("runId")
    GROUP BY key ORDER BY key`;
  return rows.map(({ key, places, values, hasSteps }) => {
    const numbers = new Array<number | undefined>(runIds.length).fill(undefined);
    const written = values.slice(1, -1).split(",");
    places
      .slice(1, -1)
      .split(",")
      .forEach((place, index) => (numbers[Number(place)] = Number(written[index])));
    return { key, values: writeNumbers(numbers), hasSteps };
  });
}
