import { passes } from "@pipepilot/ui/chart";
import type { CompareView } from "./compare-view";
import type { Comparison } from "./comparison";

/** The ids of the runs that every brush has chosen; undefined where there is none. Brushes of unknown fields choose all. */
export function chosenRuns(
  { runs, fields }: Pick<Comparison, "runs" | "fields">,
  { brushes }: Pick<CompareView, "brushes">,
): ReadonlySet<string> | undefined {
  const tests = Object.entries(brushes).flatMap(([id, brush]) => {
    const field = fields.get(id);
    return field ? [(run: number) => passes(brush, field.values[run])] : [];
  });
  if (tests.length === 0) return undefined;
  return new Set(runs.flatMap(({ id }, run) => (tests.every((test) => test(run)) ? [id] : [])));
}

/** The runs' places in the order of the table: as asked for or by a field, what lacks it last, what is chosen first. */
export function orderRuns(
  { runs, fields }: Pick<Comparison, "runs" | "fields">,
  { order, onlyChosen }: Pick<CompareView, "order" | "onlyChosen">,
  chosen: ReadonlySet<string> | undefined,
): number[] {
  const field = order && fields.get(order.field);
  const turn = order?.descending ? -1 : 1;
  const isChosen = (run: number) => chosen?.has(runs[run].id) ?? true;
  const places = runs.map((_, run) => run).filter((run) => !onlyChosen || isChosen(run));
  return places.sort((one, other) => {
    if (isChosen(one) !== isChosen(other)) return isChosen(one) ? -1 : 1;
    if (!field) return one - other;
    const [left, right] = [field.values[one], field.values[other]];
    const [noLeft, noRight] = [isUnordered(left), isUnordered(right)];
    if (noLeft || noRight) return Number(noLeft) - Number(noRight) || one - other;
    if (typeof left === "number" && typeof right === "number")
      return (left === right ? 0 : left < right ? -turn : turn) || one - other;
    return collator.compare(String(left), String(right)) * turn || one - other;
  });
}

const collator = new Intl.Collator("en", { numeric: true });

const isUnordered = (value: number | string | undefined) => value === undefined || Number.isNaN(value);
