import { LearningError, UnknownColumnError } from "../errors";
import { checkExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import { columnLength, type Column, type NumberColumn } from "../table";
import type { PrepareConfig } from "./config";
import { isCyclical, parseIsoTime } from "./date-parts";
import { derivedColumn } from "./derived-columns";
import type { DerivedJSON } from "./fitted-preparing";

/** The columns that the config adds: first the parts of dates, then the expressions, which may read them and one another. */
export function derivedJson({ dates, derive }: PrepareConfig): DerivedJSON[] {
  const parts = Object.entries(dates?.columns ?? {}).flatMap(([date, rule]) => {
    const { parts: chosen = dates?.parts ?? [], cyclical = dates?.cyclical ?? false, unit = "ms" } = rule;
    return [...new Set(chosen)].flatMap((part): DerivedJSON[] => {
      const plain = { name: `${date}_${part}`, date, part, unit };
      if (!cyclical || !isCyclical(part)) return [plain];
      const waves = (["sin", "cos"] as const).map((wave) => ({
        ...plain,
        name: `${plain.name}_${wave}`,
        wave,
      }));
      return [plain, ...waves];
    });
  });
  return [...parts, ...inOrder(derive)];
}

/** Each expression after those it reads, since a stored config keeps its keys in no order of its own. */
function inOrder(derive: PrepareConfig["derive"]): { name: string; expression: string }[] {
  const ordered = new Map<string, string>();
  const visiting = new Set<string>();
  const visit = (name: string) => {
    if (ordered.has(name) || !Object.hasOwn(derive, name)) return;
    if (visiting.has(name))
      throw new LearningError("invalid_config", `The derived column "${name}" reads itself.`, {
        column: name,
      });
    visiting.add(name);
    for (const read of parseExpression(derive[name]).columns) if (read !== name) visit(read);
    ordered.set(name, derive[name]);
  };
  for (const name of Object.keys(derive)) visit(name);
  return [...ordered].map(([name, expression]) => ({ name, expression }));
}

/**
 * Computes the derived columns of a table. Throws `unknown_column`, `invalid_expression`, or `invalid_config` for one that
 * reads the target, takes a name that exists, or makes parts of a column in which no text is a date.
 */
export function deriveColumns(
  columns: readonly Column[],
  config: PrepareConfig,
  target: string,
): NumberColumn[] {
  checkDates(columns, config, target);
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  const known: Column[] = columns.filter(({ name }) => name !== target);
  return derivedJson(config).map((json) => {
    const fail = (reason: string) =>
      new LearningError("invalid_config", `The derived column "${json.name}" ${reason}.`, {
        column: json.name,
      });
    if ([...columns, ...known].some((each) => each.name === json.name))
      throw fail("has the name of a column that exists");
    const derived = derivedColumn(json);
    if (derived.reads.includes(target))
      throw fail(`reads the target "${target}", which predicting does not know`);
    if ("expression" in json) checkExpression(parseExpression(json.expression), known);
    const made = derived.compute(known, rowCount);
    known.push(made);
    return made;
  });
}

function checkDates(columns: readonly Column[], { dates }: PrepareConfig, target: string): void {
  for (const name of Object.keys(dates?.columns ?? {})) {
    const path = "prepare.dates.columns";
    const source = columns.find((each) => each.name === name);
    if (!source)
      throw new UnknownColumnError(
        name,
        columns.map((each) => each.name),
        path,
      );
    const fail = (reason: string) =>
      new LearningError("invalid_config", `${path}: ${reason}.`, { column: name });
    if (name === target) throw fail(`the target "${name}" is not learned from`);
    if (source.kind === "number" || source.categories.length === 0) continue;
    if (source.categories.every((text) => Number.isNaN(parseIsoTime(text))))
      throw fail(
        `"${name}" holds no date, such as 2024-07-19 or 2024-07-19T21:03:00Z, but "${source.categories[0]}"`,
      );
  }
}
