import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findBestRuns } from "./best";
import {
  leaderboardInput,
  type Leaderboard,
  type LeaderboardInput,
  type LeaderboardOrder,
  type LeaderboardRow,
} from "./leaderboard-schema";
import type { BestRun } from "./schema";
import { readTrends, TREND_RUNS } from "./trends";

/**
 * Every experiment of the project with its best run, how it got there and what happens in it, a page at a time. The same
 * few statements whatever their number: the order is found among all, which are read without what only a page shows.
 */
export async function getLeaderboard({
  ctx,
  input,
}: Call<ProjectContext, LeaderboardInput>): Promise<Leaderboard> {
  authorise(ctx, "project:read");
  const { order, descending, cursor, limit } = parse(leaderboardInput, input);
  const counted = await readCounts(ctx);
  const judgedOfAll = order === "best" ? await judge(ctx, counted) : null;
  const placed = counted
    .map((row) => ({ row, place: placeOf(row, order, judgedOfAll?.get(row.id)?.best ?? null) }))
    .sort((one, other) => comparePlaces(one.place, other.place, order, descending));
  const after = cursor ? decodeCursor(placeForm, cursor) : null;
  const following = after
    ? placed.filter(({ place }) => comparePlaces(place, after, order, descending) > 0)
    : placed;
  const page = toPage(following.slice(0, limit + 1), limit, ({ place }) => encodeCursor(place));
  const shown = page.items.map(({ row }) => row);
  const judged = judgedOfAll ?? (await judge(ctx, shown));
  return {
    total: counted.length,
    nextCursor: page.nextCursor,
    items: shown.map(({ finishedRuns: _, ...row }) => ({
      ...row,
      ...(judged.get(row.id) ?? { best: null, trend: null }),
    })),
  };
}

/** The best run of each and how it came to it. Of few runs the one tells the other; among many the best is looked for by itself. */
async function judge(
  { db, project }: ProjectContext,
  experiments: readonly Counted[],
): Promise<Map<string, Pick<LeaderboardRow, "best" | "trend">>> {
  const isCut = ({ finishedRuns }: Counted) => finishedRuns > TREND_RUNS;
  const idsOf = (those: readonly Counted[]) => those.map(({ id }) => id);
  const [trends, bestOfMany] = await Promise.all([
    readTrends(db.prisma, project.id, idsOf(experiments)),
    findBestRuns(db.prisma, project.id, idsOf(experiments.filter(isCut))),
  ]);
  return new Map(
    experiments.map((experiment) => {
      const trend = trends.get(experiment.id);
      const cut = isCut(experiment);
      const best = cut ? bestOfMany.get(experiment.id) : trend?.best;
      return [experiment.id, { best: best ?? null, trend: trend ? { records: trend.records, cut } : null }];
    }),
  );
}

type Counted = Omit<LeaderboardRow, "best" | "trend"> & { finishedRuns: number };

function readCounts({ db, project }: ProjectContext): Promise<Counted[]> {
  return db.prisma.$queryRaw<Counted[]>`
    SELECT e.id, e.name, e."primaryMetric", e."metricDirection"::text AS "metricDirection", e."createdAt",
      coalesce(r.runs, 0) AS "runCount", coalesce(r.recent, 0) AS "recentRuns", r.last AS "lastRunAt",
      greatest(r.last, r.ended) AS "lastActivityAt", coalesce(r.finished, 0) AS "finishedRuns"
    FROM "Experiment" e LEFT JOIN (
      SELECT "experimentId", count(*)::int AS runs, max("startTime") AS last, max("endTime") AS ended,
        (count(*) FILTER (WHERE status = 'FINISHED'))::int AS finished,
        (count(*) FILTER (WHERE "startTime" > now() - interval '24 hours'))::int AS recent
      FROM "Run" WHERE "projectId" = ${project.id}::uuid AND "deletedAt" IS NULL GROUP BY "experimentId"
    ) AS r ON r."experimentId" = e.id
    WHERE e."projectId" = ${project.id}::uuid AND e."deletedAt" IS NULL`;
}

/** Where an experiment stands: what has nothing to be ordered by is last both ways, of equals the newer is first. */
const placeForm = z.tuple([
  z.boolean(),
  z.string(),
  // As text, which keeps infinities.
  z.string(),
  z.uuid(),
]);
type Place = z.infer<typeof placeForm>;

function placeOf(row: Counted, order: LeaderboardOrder, best: BestRun | null): Place {
  switch (order) {
    case "name":
      return [false, row.name.toLowerCase(), "0", row.id];
    case "runs":
      return [false, "", String(row.runCount), row.id];
    case "recent":
      return [false, "", String(row.recentRuns), row.id];
    case "activity":
      return [row.lastActivityAt === null, "", String(row.lastActivityAt?.getTime() ?? 0), row.id];
    case "best": {
      const goodness = row.metricDirection === "minimize" ? -(best?.value ?? 0) : (best?.value ?? 0);
      return [best === null, row.primaryMetric ?? "", String(goodness), row.id];
    }
  }
}

function comparePlaces(one: Place, other: Place, order: LeaderboardOrder, descending: boolean): number {
  const turn = descending ? -1 : 1;
  return (
    Number(one[0]) - Number(other[0]) ||
    compare(one[1], other[1]) * (order === "name" ? turn : 1) ||
    compare(Number(one[2]), Number(other[2])) * turn ||
    compare(other[3], one[3])
  );
}

const compare = <Value extends string | number>(one: Value, other: Value) =>
  one < other ? -1 : one > other ? 1 : 0;
