import { cut } from "../text";
import type {
  CheckReport,
  ColumnProfile,
  ColumnType,
  ContractColumn,
  DatasetColumn,
  Finding,
  Rule,
  Severity,
} from "./schema";

interface Seen {
  column: DatasetColumn;
  profile: ColumnProfile;
  rowCount: number;
}

/** Null where the rule held; undefined where the contract expects nothing. */
type Outcome = Omit<Finding, "column" | "rule"> | null | undefined;

/** How far outside the known range, in spans of that range, a value must lie to be told. */
const RANGE_SPANS = 3;

/** The verdict of a contract on what a version holds. Columns are matched by name; their order does not matter. */
export function checkContract(
  contract: readonly ContractColumn[],
  version: { columns: readonly DatasetColumn[]; profile: readonly ColumnProfile[]; rowCount: number },
): CheckReport {
  const findings: Finding[] = [];
  let passedRules = 0;
  const note = (column: string, rule: Rule, outcome: Outcome) => {
    if (outcome) findings.push({ column, rule, ...outcome });
    else if (outcome === null) passedRules++;
  };
  const seen = new Map(
    version.columns.map((column, index) => [
      column.name,
      { column, profile: version.profile[index], rowCount: version.rowCount },
    ]),
  );
  for (const expected of contract) {
    const actual = seen.get(expected.name);
    note(expected.name, "present", present(expected, actual));
    if (!actual) continue;
    const type = typeKept(expected, actual);
    note(expected.name, "type", type);
    note(expected.name, "nullable", noNewGaps(expected, actual));
    // Values of another type cannot be measured against the known ones.
    if (type?.severity === "block" || isEmpty(actual)) continue;
    note(expected.name, "categories", knownCategories(expected, actual));
    note(expected.name, "range", inRange(expected, actual));
    note(expected.name, "unique", stillUnique(expected, actual));
  }
  const known = new Set(contract.map(({ name }) => name));
  for (const { name, type } of version.columns)
    if (!known.has(name))
      note(name, "known", warn(`Column "${name}" (${type}) is new; the contract does not know it.`));
  findings.sort((a, b) => Number(b.severity === "block") - Number(a.severity === "block"));
  return { verdict: verdictOf(findings), findings, passedRules };
}

function verdictOf(findings: readonly Finding[]): CheckReport["verdict"] {
  if (findings.some(({ severity }) => severity === "block")) return "blocked";
  return findings.length > 0 ? "warned" : "passed";
}

function finding(severity: Severity, message: string, rows?: number) {
  return rows === undefined ? { severity, message } : { severity, message, rows };
}
const warn = (message: string, rows?: number) => finding("warn", message, rows);
const block = (message: string, rows?: number) => finding("block", message, rows);

const isEmpty = ({ profile, rowCount }: Seen) => profile.missing === rowCount;

function present({ name }: ContractColumn, actual: Seen | undefined): Outcome {
  return actual ? null : block(`Column "${name}" is missing.`);
}

function typeKept({ name, type }: ContractColumn, actual: Seen): Outcome {
  if (type === null || isEmpty(actual)) return undefined;
  const now = actual.column.type;
  if (now === type || (type === "float" && now === "integer") || (type === "timestamp" && now === "date"))
    return null;
  if (type === "integer" && now === "float")
    return warn(`Column "${name}" held whole numbers and now holds fractions.`);
  if (type === "date" && now === "timestamp")
    return warn(`Column "${name}" held dates and now holds times of day too.`);
  return block(`Column "${name}" held ${PLURAL[type]} and now holds ${PLURAL[now]}.`);
}

const PLURAL: Record<ColumnType, string> = {
  integer: "whole numbers",
  float: "numbers",
  boolean: "true/false values",
  date: "dates",
  timestamp: "timestamps",
  string: "text",
};

function noNewGaps({ name, nullable, type }: ContractColumn, actual: Seen): Outcome {
  const { missing } = actual.profile;
  if (isEmpty(actual) && type !== null)
    return block(`Column "${name}" has no values: all ${count(missing)} rows are missing.`, missing);
  if (nullable) return undefined;
  return missing === 0
    ? null
    : warn(
        `Column "${name}" had a value in every row; now ${missing === 1 ? "1 row has" : `${count(missing)} rows have`} none.`,
        missing,
      );
}

function knownCategories({ name, categories }: ContractColumn, { profile }: Seen): Outcome {
  if (!categories) return undefined;
  const known = new Set(categories);
  const unseen = profile.topValues.filter(({ value }) => !known.has(value));
  const hidden = profile.distinct - profile.topValues.length;
  if (unseen.length === 0 && hidden === 0) return null;
  const rows = unseen.reduce((sum, value) => sum + value.count, 0);
  const shown = unseen
    .slice(0, 5)
    .map(({ value }) => `"${cut(value, 60)}"`)
    .join(", ");
  const more = unseen.length > 5 || hidden > 0 ? ", ..." : "";
  const what = unseen.length === 1 && hidden === 0 ? "a value" : "values";
  return warn(
    `Column "${name}" holds ${what} not seen before: ${shown}${more} (${hidden > 0 ? "at least " : ""}${count(rows)} ${rows === 1 ? "row" : "rows"}).`,
    rows,
  );
}

function inRange({ name, range, type }: ContractColumn, { profile }: Seen): Outcome {
  if (!range || profile.min === null || profile.max === null) return undefined;
  const span = range.max - range.min;
  const allowed = RANGE_SPANS * (span > 0 ? span : Math.max(1, Math.abs(range.max)));
  const low = profile.min < range.min - allowed;
  const high = profile.max > range.max + allowed;
  if (!low && !high) return null;
  const reach = [
    low ? `down to ${shown(profile.min, type)}` : "",
    high ? `up to ${shown(profile.max, type)}` : "",
  ];
  return warn(
    `Column "${name}" reaches ${reach.filter(Boolean).join(" and ")}, far outside the known ${shown(range.min, type)} to ${shown(range.max, type)}.`,
  );
}

function stillUnique({ name, unique }: ContractColumn, { profile, rowCount }: Seen): Outcome {
  if (!unique) return undefined;
  const repeated = rowCount - profile.missing - profile.distinct;
  return repeated === 0
    ? null
    : warn(
        `Column "${name}" had a different value in every row; now ${count(repeated)} ${repeated === 1 ? "row repeats" : "rows repeat"} one.`,
        repeated,
      );
}

function shown(value: number, type: ColumnType | null): string {
  if (type === "date") return new Date(value).toISOString().slice(0, 10);
  if (type === "timestamp") return new Date(value).toISOString();
  return value.toLocaleString("en", { maximumSignificantDigits: 10 });
}

const count = (rows: number) => rows.toLocaleString("en");
