import { UnknownColumnError } from "../errors";
import { evaluateExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import type { Column, NumberColumn } from "../table";
import { datePart, timesOf } from "./date-parts";
import type { DerivedJSON } from "./fitted-preparing";

/** Computes one derived column from the columns that are there before it. */
export interface DerivedColumn {
  readonly name: string;
  /** The columns it reads. */
  readonly reads: readonly string[];
  /** Throws `UnknownColumnError` and `ExpressionError`. */
  compute(columns: readonly Column[], rowCount: number): NumberColumn;
}

export function derivedColumn(json: DerivedJSON): DerivedColumn {
  const { name } = json;
  if ("expression" in json) {
    const expression = parseExpression(json.expression);
    return {
      name,
      reads: expression.columns,
      compute: (columns, rowCount) => ({
        name,
        kind: "number",
        values: evaluateExpression(expression, { rowCount, columns }),
      }),
    };
  }
  const { date, part, wave, unit } = json;
  return {
    name,
    reads: [date],
    compute(columns) {
      const source = columns.find((each) => each.name === date);
      if (!source)
        throw new UnknownColumnError(
          date,
          columns.map((each) => each.name),
        );
      return { name, kind: "number", values: datePart(timesOf(source, unit), part, wave) };
    },
  };
}
