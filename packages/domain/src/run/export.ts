import { Prisma, type Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { csvLine } from "./csv";
import { findRuns, type RunPlace } from "./find";
import type { RunSearch } from "./search-query";
import { summariseRuns } from "./summarise";
import type { RunSummary } from "./schema";
import { exportRunsInput, type ExportRunsInput, type ShownKeys } from "./table-schema";
import { tableSearch } from "./table-search";

const RUNS_AT_ONCE = 500;
/** No program opens a wider table. */
const MOST_KEYS = 16_000;

/**
 * Runs as CSV, some lines at a time, in the order of the table. The first line names the columns, keys as they were logged:
 * `metrics.rmse`. Whatever is wrong is raised before the first line.
 * @throws DomainError not_found, invalid_input as `listRuns`; too_large where the runs have too many different keys
 */
export async function exportRuns({
  ctx,
  input,
}: Call<ProjectContext, ExportRunsInput>): Promise<AsyncGenerator<string, void>> {
  authorise(ctx, "project:read");
  const { keys, runIds, ...scope } = parse(exportRunsInput, input);
  const { search: table } = await tableSearch(ctx, runIds ? { ...scope, filter: "", children: true } : scope);
  const search: RunSearch = runIds ? { ...table, viewType: "ALL", filter: [amongIds(runIds)] } : table;
  return writeLines(ctx, search, keys ?? (await keysOfRuns(ctx, search)));
}

function amongIds(runIds: readonly string[]): RunSearch["filter"][number] {
  const test = { type: "list", comparator: "IN", values: runIds } as const;
  return { field: { kind: "attribute", key: "run_id" }, test, position: 0, length: 0 };
}

async function* pagesOf(ctx: ProjectContext, search: RunSearch): AsyncGenerator<string[], void> {
  let after: RunPlace["position"] | null = null;
  do {
    const places: RunPlace[] = await findRuns(ctx, search, { after, count: RUNS_AT_ONCE });
    yield places.map(({ id }) => id);
    after = places.length === RUNS_AT_ONCE ? places[RUNS_AT_ONCE - 1].position : null;
  } while (after !== null);
}

async function* writeLines(
  ctx: ProjectContext,
  search: RunSearch,
  keys: ShownKeys,
): AsyncGenerator<string, void> {
  const named = (kind: string, of: readonly string[]) => of.map((key) => `${kind}.${key}`);
  yield csvLine([
    ...["run_id", "run_name", "status", "start_time", "end_time", "duration_seconds", "user"],
    ...named("metrics", keys.metrics),
    ...named("params", keys.params),
    ...named("tags", keys.tags),
  ]);
  for await (const ids of pagesOf(ctx, search)) {
    const runs = await summariseRuns(ctx.db.prisma, ctx.project.id, ids, keys);
    yield runs.map((run) => csvLine(cellsOf(run, keys))).join("");
  }
}

function cellsOf(run: RunSummary, { metrics, params, tags }: ShownKeys): (string | number | null)[] {
  return [
    run.id,
    run.name,
    run.status,
    run.startTime.toISOString(),
    run.endTime?.toISOString() ?? null,
    run.durationMs === null ? null : run.durationMs / 1000,
    run.user,
    ...metrics.map((key) => run.metrics[key] ?? null),
    ...params.map((key) => run.params[key] ?? null),
    ...tags.map((key) => run.tags[key] ?? null),
  ];
}

/** @throws DomainError too_large */
async function keysOfRuns(ctx: ProjectContext, search: RunSearch): Promise<ShownKeys> {
  const found = { metrics: new Set<string>(), params: new Set<string>(), tags: new Set<string>() };
  for await (const ids of pagesOf(ctx, search)) {
    for (const { kind, key } of await readKeys(ctx.db.prisma, ctx.project.id, ids)) found[kind].add(key);
    const count = found.metrics.size + found.params.size + found.tags.size;
    if (count > MOST_KEYS)
      throw new DomainError(
        "too_large",
        `These runs have more than ${MOST_KEYS} different metrics, params and tags: download the columns shown.`,
        { keys: count },
      );
  }
  const sorted = (keys: ReadonlySet<string>) => [...keys].sort();
  return { metrics: sorted(found.metrics), params: sorted(found.params), tags: sorted(found.tags) };
}

function readKeys(db: Transaction, projectId: string, runIds: readonly string[]) {
  const of = (kind: keyof ShownKeys, table: string) => Prisma.sql`
    SELECT DISTINCT ${kind} AS kind, key FROM ${Prisma.raw(`"${table}"`)}
    WHERE "projectId" = ${projectId}::uuid AND "runId" = ANY(${[...runIds]}::text[])`;
  return db.$queryRaw<{ kind: keyof ShownKeys; key: string }[]>`
    ${of("metrics", "RunMetric")} UNION ALL ${of("params", "RunParam")} UNION ALL ${of("tags", "RunTag")}`;
}
