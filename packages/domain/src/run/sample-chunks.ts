import type { Transaction } from "@pipepilot/db";
import { numbers, type MetricPoint } from "./metric-points";
import { arrayOf } from "./metric-rows";

/** Of fewer points all are read as fast. */
const LONG = 5_000;

export interface SeriesChunk {
  readonly id: string;
  readonly count: number;
}

/**
 * By run id the chunks of one metric's long history, where each chunk's steps come after those of the chunk before, as they
 * do when one client logs step after step: then a point's place is known without reading what stands before it.
 */
export async function readLongSeries(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, SeriesChunk[]>> {
  const rows = await db.$queryRaw<{ runId: string; ids: string; counts: string }[]>`
    SELECT "runId", array_agg(id ORDER BY id)::text AS ids, array_agg(count ORDER BY id)::text AS counts
    FROM (
      SELECT "runId", id, cardinality(steps) AS count,
        steps[1] > lag(steps[cardinality(steps)]) OVER (PARTITION BY "runId" ORDER BY id) AS follows
      -- What is made anew is read from storage once, not for every place in it.
      FROM (
        SELECT "runId", id, steps || '{}'::bigint[] AS steps FROM "MetricChunk"
        WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${runIds}::text[]) AND key = ${key} OFFSET 0
      ) AS chunk
    ) AS bounds
    GROUP BY "runId" HAVING bool_and(coalesce(follows, true)) AND sum(count) > ${LONG}`;
  return new Map(
    rows.map(({ runId, ids, counts }) => {
      const countOf = numbers(counts);
      return [runId, texts(ids).map((id, i) => ({ id, count: countOf[i] }))];
    }),
  );
}

/** The points at these places (from 0, ascending) of such a series. */
export async function readPointsAt(
  db: Transaction,
  { projectId, runId, key }: { projectId: string; runId: string; key: string },
  chunks: readonly SeriesChunk[],
  places: readonly number[],
): Promise<MetricPoint[]> {
  // Of each chunk that is touched: its id, and which of the places are in it.
  const touched: { id: string; first: number; last: number }[] = [];
  const within: number[] = [];
  let chunk = 0;
  let before = 0;
  for (const place of places) {
    while (place >= before + chunks[chunk].count) before += chunks[chunk++].count;
    within.push(place - before + 1);
    const { id } = chunks[chunk];
    if (touched.at(-1)?.id !== id) touched.push({ id, first: within.length, last: 0 });
    touched[touched.length - 1].last = within.length;
  }
  const list = (name: "id" | "first" | "last") => arrayOf(touched.map((each) => each[name]));
  const rows = await db.$queryRaw<{ values: string; steps: string; timestamps: string }[]>`
    SELECT ARRAY(SELECT values[at] FROM unnest(places) AS at)::text AS values,
      ARRAY(SELECT steps[at] FROM unnest(places) AS at)::text AS steps,
      ARRAY(SELECT timestamps[at] FROM unnest(places) AS at)::text AS timestamps
    FROM (
      SELECT values || '{}'::float8[] AS values, steps || '{}'::bigint[] AS steps, timestamps || '{}'::bigint[] AS timestamps,
        first, (${arrayOf(within)}::int[])[first:last] AS places
      FROM "MetricChunk" JOIN unnest(${list("id")}::bigint[], ${list("first")}::int[], ${list("last")}::int[]) AS touched(id, first, last) USING (id)
      WHERE "projectId" = ${projectId}::uuid AND "runId" = ${runId} AND key = ${key} OFFSET 0
    ) AS chunk ORDER BY first`;
  return rows.flatMap(({ values, steps, timestamps }) => {
    const [ofStep, ofTime] = [numbers(steps), numbers(timestamps)];
    return numbers(values).map((value, i) => ({ value, step: ofStep[i], timestamp: ofTime[i] }));
  });
}

/** Ids of 64 bits stay texts. */
const texts = (array: string) => array.slice(1, -1).split(",");
