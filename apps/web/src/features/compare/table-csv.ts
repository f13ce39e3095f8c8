import type { Cell } from "@pipepilot/ui/chart";
import type { Comparison } from "./comparison";
import type { TableSection } from "./table-lines";

/** The table with every number as it was logged, one column a run. */
export function tableRows(
  { runs }: Comparison,
  sections: readonly TableSection[],
  places: readonly number[],
): Cell[][] {
  return [
    ["kind", "key", ...places.map((run) => runs[run].name)],
    ["run", "id", ...places.map((run) => runs[run].id)],
    ...sections.flatMap(({ fields }) =>
      fields.map((field): Cell[] => [
        field.kind,
        field.key,
        ...places.map((run) => written(field.texts?.[run] ?? field.values[run], field.unit)),
      ]),
    ),
  ];
}

function written(value: number | string | undefined, unit: "duration" | "time" | undefined): Cell {
  return typeof value === "number" && unit === "time" ? new Date(value).toISOString() : value;
}
