import type { Transaction } from "@pipepilot/db";
import { numbers, stepsIn, type MetricPoint } from "./metric-points";
import { arrayOf } from "./metric-rows";

/** Of fewer points all are read as fast. */
const LONG = 5_000;

/** A metric's history, in the order of its steps. */
export interface LongSeries {
  readonly chunks: readonly { readonly id: string; readonly count: number }[];
  /** Those after the chunks', which batches still hold. */
  readonly latest: readonly MetricPoint[];
  readonly count: number;
}

/** Null where there is no point. */
type Arrays = Record<"values" | "steps" | "timestamps", string | null>;

interface Row extends Arrays {
  runId: string;
  ids: string;
  counts: string;
}

/**
 * By run id one metric's long history, where each chunk's steps come after those of the chunk before, as they do when one
 * client logs step after step: then a point's place is known without reading what stands before it.
 */
export async function readLongSeries(
  db: Transaction,
  projectId: string,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, LongSeries>> {
  const rows = await db.$queryRaw<Row[]>`/* prepared */
    SELECT "runId", (array_agg(id ORDER BY first) FILTER (WHERE id IS NOT NULL))::text AS ids,
      (array_agg(count ORDER BY first) FILTER (WHERE id IS NOT NULL))::text AS counts,
      (array_agg(value ORDER BY first) FILTER (WHERE id IS NULL))::text AS values,
      (array_agg(first ORDER BY first) FILTER (WHERE id IS NULL))::text AS steps,
      (array_agg(time ORDER BY first) FILTER (WHERE id IS NULL))::text AS timestamps
    FROM (
      SELECT "runId", id, cardinality(steps) AS count, steps[1] AS first, values[1] AS value, timestamps[1] AS time,
        steps[1] > lag(steps[cardinality(steps)]) OVER (PARTITION BY "runId" ORDER BY id IS NULL, steps[1]) AS follows
      -- What is made anew is read from storage once, not for every place in it.
      FROM (
        SELECT "runId", id, steps || '{}'::bigint[] AS steps, CASE WHEN id IS NULL THEN values END AS values,
          CASE WHEN id IS NULL THEN timestamps END AS timestamps
        FROM metric_history(${projectId}::uuid, ${runIds}::text[], ${key}) OFFSET 0
      ) AS chunk
    ) AS bounds
    GROUP BY "runId" HAVING bool_and(coalesce(follows, true)) AND sum(count) FILTER (WHERE id IS NOT NULL) > ${LONG}`;
  return new Map(rows.map((row) => [row.runId, seriesOf(row)]));
}

function seriesOf({ ids, counts, ...unfolded }: Row): LongSeries {
  const countOf = numbers(counts);
  const chunks = texts(ids).map((id, i) => ({ id, count: countOf[i] }));
  const latest = pointsOf(unfolded);
  return { chunks, latest, count: countOf.reduce((sum, count) => sum + count, latest.length) };
}

/** The points at these places (from 0, ascending) of such a series. Its chunks stay, whoever folds batches meanwhile. */
export async function readPointsAt(
  db: Transaction,
  { projectId, runId, key }: { projectId: string; runId: string; key: string },
  { chunks, latest, count }: LongSeries,
  places: readonly number[],
): Promise<MetricPoint[]> {
  const inChunks = count - latest.length;
  // Of each chunk that is touched: its id, and which of the places are in it.
  const touched: { id: string; first: number; last: number }[] = [];
  const within: number[] = [];
  let chunk = 0;
  let before = 0;
  for (const place of places) {
    if (place >= inChunks) break;
    while (place >= before + chunks[chunk].count) before += chunks[chunk++].count;
    within.push(place - before + 1);
    const { id } = chunks[chunk];
    if (touched.at(-1)?.id !== id) touched.push({ id, first: within.length, last: 0 });
    touched[touched.length - 1].last = within.length;
  }
  const list = (name: "id" | "first" | "last") => arrayOf(touched.map((each) => each[name]));
  const [found] = await db.$queryRaw<[Arrays]>`/* prepared */
    SELECT array_agg(values[at])::text AS values, array_agg(steps[at])::text AS steps,
      array_agg(timestamps[at])::text AS timestamps
    FROM (
      SELECT values || '{}'::float8[] AS values, steps || '{}'::bigint[] AS steps, timestamps || '{}'::bigint[] AS timestamps,
        first, (${arrayOf(within)}::int[])[first:last] AS places
      FROM "MetricChunk" JOIN unnest(${list("id")}::bigint[], ${list("first")}::int[], ${list("last")}::int[]) AS touched(id, first, last) USING (id)
      WHERE "projectId" = ${projectId}::uuid AND "runId" = ${runId} AND key = ${key} ORDER BY first
    ) AS chunk, unnest(places) AS at`;
  const after = places.slice(within.length).map((place) => latest[place - inChunks]);
  return [...pointsOf(found), ...after];
}

function pointsOf({ values, steps, timestamps }: Arrays): MetricPoint[] {
  if (values === null || steps === null || timestamps === null) return [];
  const [ofStep, ofTime] = [stepsIn(steps), numbers(timestamps)];
  return numbers(values).map((value, i) => ({ value, step: ofStep[i], timestamp: ofTime[i] }));
}

/** Ids of 64 bits stay texts. */
const texts = (array: string) => array.slice(1, -1).split(",");
