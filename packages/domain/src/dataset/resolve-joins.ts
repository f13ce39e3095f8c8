import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findDataset } from "./find";
import {
  resolveJoinsInput,
  type AggregateFunction,
  type JoinedColumn,
  type ParsedJoinRequest as Join,
  type ResolvedJoin,
  type ResolveJoinsInput,
} from "./join-schema";
import type { ColumnType, DatasetColumn } from "./schema";
import { columnsOf } from "./summarise";

type Typed = Pick<DatasetColumn, "name" | "type">;

/**
 * Decides which versions are joined and whether their columns are there, fit and have names of their own, before a row is
 * read. A later join may use the columns of an earlier one as keys.
 * @throws DomainError not_found, schema_blocked, conflict (no version), column_not_found, config_invalid
 */
export async function resolveJoins({
  ctx,
  input,
}: Call<ProjectContext, ResolveJoinsInput>): Promise<ResolvedJoin[]> {
  authorise(ctx, "project:read");
  const { datasetVersionId, target, joins } = parse(resolveJoinsInput, input);
  const base = await ctx.db.prisma.datasetVersion.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id: datasetVersionId } },
    select: { columns: true, datasetId: true },
  });
  if (!base) throw notFound("dataset version", datasetVersionId);
  const left: Typed[] = [...columnsOf(base)];
  const resolved: ResolvedJoin[] = [];
  for (const join of joins) {
    const version = await findJoined(ctx, join);
    const right = columnsOf(version);
    const on = checkKeys(join, left, right);
    const columns = join.aggregate ? aggregatedColumns(join, right) : plainColumns(join, right);
    const leaked =
      base.datasetId === version.datasetId && columns.find(({ source }) => source?.name === target);
    if (leaked)
      throw invalid(
        join,
        `"${leaked.name}" is made of the target "${target}", also of rows that are kept for testing; choose other columns`,
      );
    checkNames(join, left, columns);
    left.push(...columns);
    const { path, dataset, how } = join;
    const { id, number, parquetHash } = version;
    resolved.push({ path, dataset, datasetVersionId: id, number, parquetHash, on, how, columns });
  }
  return resolved;
}

async function findJoined(ctx: ProjectContext, join: Join) {
  const dataset = await findDataset(ctx, join.dataset).catch((error: unknown) => {
    if (!DomainError.is(error)) throw error;
    throw new DomainError(
      "not_found",
      `${join.path}: there is no dataset "${join.dataset}" here.`,
      error.facts,
    );
  });
  const number = join.version === "latest" ? undefined : join.version;
  const version = await ctx.db.prisma.datasetVersion.findFirst({
    where: {
      projectId: ctx.project.id,
      datasetId: dataset.id,
      number,
      ...(number === undefined && { NOT: { check: { is: { verdict: "blocked" } } } }),
    },
    orderBy: { number: "desc" },
    select: {
      id: true,
      number: true,
      columns: true,
      parquetHash: true,
      datasetId: true,
      check: { select: { verdict: true } },
    },
  });
  const where = `${join.path}: the dataset "${join.dataset}"`;
  if (version?.check?.verdict === "blocked")
    throw new DomainError(
      "schema_blocked",
      `${where} has a version ${version.number} that its schema check blocked.`,
    );
  if (version) return version;
  throw number === undefined
    ? new DomainError("conflict", `${where} has no version to join yet.`)
    : new DomainError("not_found", `${where} has no version ${number}.`);
}

function checkKeys(join: Join, left: readonly Typed[], right: readonly Typed[]): ResolvedJoin["on"] {
  return join.on.map((key) => {
    const [a, b] = [
      columnNamed(join, left, key.left, "the rows joined to"),
      columnNamed(join, right, key.right, join.dataset),
    ];
    if (kindOf(a.type) === kindOf(b.type)) return { ...key, type: b.type };
    throw invalid(
      join,
      `the key "${a.name}" holds ${kindOf(a.type)} and "${b.name}" of ${join.dataset} holds ${kindOf(b.type)}, so they never match`,
    );
  });
}

function kindOf(type: ColumnType): string {
  switch (type) {
    case "integer":
    case "float":
      return "numbers";
    case "date":
    case "timestamp":
      return "dates";
    case "boolean":
      return "true and false";
    case "string":
      return "text";
  }
}

function plainColumns(join: Join, right: readonly Typed[]): JoinedColumn[] {
  const keys = join.on.map((key) => key.right);
  const names = join.columns ?? right.map(({ name }) => name).filter((name) => !keys.includes(name));
  if (names.length === 0) throw invalid(join, `${join.dataset} has no column besides its keys`);
  return names.map((name) => {
    const { type } = columnNamed(join, right, name, join.dataset);
    return { name: join.prefix + name, type, source: { name, type }, function: null };
  });
}

function aggregatedColumns(join: Join, right: readonly Typed[]): JoinedColumn[] {
  return (join.aggregate ?? []).map(({ name, function: of, column }) => {
    const source = column === null ? null : columnNamed(join, right, column, join.dataset);
    if (source === null && of !== "count") throw invalid(join, `${of}() needs a column, as in ${of}(income)`);
    if (source && !isMeasured(of, source.type))
      throw invalid(
        join,
        `${of}(${source.name}) is not possible: "${source.name}" holds ${kindOf(source.type)}`,
      );
    const type =
      source && (of === "min" || of === "max") ? source.type : COUNTS.has(of) ? "integer" : "float";
    return {
      name: join.prefix + name,
      type: type === "boolean" ? "integer" : type,
      source: source && { name: source.name, type: source.type },
      function: of,
    };
  });
}

const COUNTS: ReadonlySet<AggregateFunction> = new Set(["count", "nunique"]);

function isMeasured(of: AggregateFunction, type: ColumnType): boolean {
  if (COUNTS.has(of)) return true;
  if (type === "date" || type === "timestamp") return of === "min" || of === "max";
  return type !== "string";
}

function checkNames(join: Join, left: readonly Typed[], columns: readonly JoinedColumn[]): void {
  const taken = new Set(left.map(({ name }) => name));
  for (const { name } of columns) {
    if (taken.has(name))
      throw invalid(join, `there would be two columns "${name}"; give a prefix, or choose columns`);
    taken.add(name);
  }
}

function columnNamed(join: Join, columns: readonly Typed[], name: string, where: string): Typed {
  const found = columns.find((each) => each.name === name);
  if (found) return found;
  throw new DomainError(
    "column_not_found",
    `${join.path}: "${name}" is not a column of ${where}. Columns: ${columns.map((each) => each.name).join(", ")}.`,
    { column: name },
  );
}

function invalid({ path }: Join, reason: string): DomainError {
  return new DomainError("config_invalid", `${path}: ${reason}.`, { path });
}
