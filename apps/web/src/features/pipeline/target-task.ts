import type { ColumnProfile, DatasetColumn } from "@pipepilot/domain/dataset/schema";

export type Task = "regression" | "classification";

/** What can be said of a column as a target from its profile alone, before anything runs. */
export interface TargetView {
  readonly name: string;
  readonly type: DatasetColumn["type"];
  /** What the pipeline will infer when the config names no task. */
  readonly task: Task;
  /** "2 classes: N, Y" or "from 0 to 500,001" */
  readonly about: string;
  /** Why it cannot be learned; null where it can. */
  readonly problem: string | null;
}

/** As the pipeline infers it: texts are classes, and so are whole numbers with at most this many values. */
const MAX_INFERRED_CLASSES = 20;
const MAX_CLASSES = 100;
const CLASSES_NAMED = 6;

export function targetView(
  column: DatasetColumn,
  profile: ColumnProfile | undefined,
  rowCount: number,
): TargetView {
  const { name, type } = column;
  const task = inferredTask(type, profile);
  return {
    name,
    type,
    task,
    about: profile ? about(task, type, profile) : "",
    problem: profile ? problemOf(task, profile, rowCount) : null,
  };
}

function inferredTask(type: DatasetColumn["type"], profile: ColumnProfile | undefined): Task {
  if (type === "string" || type === "boolean") return "classification";
  const few = profile !== undefined && profile.distinct <= MAX_INFERRED_CLASSES;
  return few && (type === "integer" || looksWhole(profile)) ? "classification" : "regression";
}

/** A profile does not hold every value; the ones it holds say enough for a form. */
function looksWhole({ min, max, quantiles }: ColumnProfile): boolean {
  return [min, max, ...Object.values(quantiles ?? {})].every(Number.isInteger);
}

function about(task: Task, type: DatasetColumn["type"], { distinct, min, max, topValues }: ColumnProfile) {
  if (task === "regression")
    return min === null || max === null || type === "date" || type === "timestamp"
      ? ""
      : `from ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}`;
  const named = topValues.map(({ value }) => value).slice(0, CLASSES_NAMED);
  const range = min === null || max === null ? "" : `, from ${min} to ${max}`;
  const names = named.length === 0 ? range : `: ${named.join(", ")}${distinct > named.length ? ", …" : ""}`;
  return `${distinct} class${distinct === 1 ? "" : "es"}${names}`;
}

function problemOf(task: Task, { distinct, missing }: ColumnProfile, rowCount: number): string | null {
  if (missing >= rowCount) return "no value in any row";
  if (distinct <= 1) return "the same value in every row";
  if (task === "classification" && distinct > MAX_CLASSES) return `${distinct} different texts`;
  return null;
}

/** Columns that only name or count the rows: nothing can be learned from them that holds for another row. */
export function identifierColumns(
  columns: readonly DatasetColumn[],
  profiles: readonly ColumnProfile[],
  rowCount: number,
): string[] {
  return columns
    .filter(({ name, type }) => {
      const profile = profiles.find((each) => each.name === name);
      if (!profile || profile.missing > 0 || profile.distinct < rowCount) return false;
      if (type === "string") return true;
      const { min, max } = profile;
      return type === "integer" && min !== null && max !== null && max - min + 1 === rowCount;
    })
    .map(({ name }) => name);
}
