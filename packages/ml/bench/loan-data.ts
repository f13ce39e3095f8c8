import { existsSync, readFileSync } from "node:fs";
import {
  categoryColumn,
  encodeTarget,
  fitTransformPreparing,
  numberColumn,
  parseCsv,
  prepareConfigSchema,
  selectRows,
  stratifiedKFold,
  tableFromColumns,
  type FamilyId,
  type Matrix,
  type Table,
} from "../src/index";

const FILE = new URL("../../../../shared/data/loan.csv", import.meta.url);
const TARGET = "Loan_Status";
const TEXTS = [
  "Loan_ID",
  "Gender",
  "Married",
  "Dependents",
  "Education",
  "Self_Employed",
  "Property_Area",
] as const;

/** Whether the loan approvals (491 rows, two classes) lie beside the repository. */
export const hasLoans = existsSync(FILE);

export interface FoldSides {
  readonly train: { readonly x: Matrix; readonly y: Float64Array };
  readonly test: { readonly x: Matrix; readonly y: Float64Array };
}

/** Five stratified folds, always the same, prepared as a pipeline does: fitted on each fold's training rows. */
export function loanFolds(family: FamilyId): FoldSides[] {
  const table = readLoans();
  const target = encodeTarget(table, TARGET, "classification");
  const config = prepareConfigSchema.parse({ drop: ["row"] });
  return stratifiedKFold(target.y, 5, { shuffleSeed: 42 }).map(({ train, test }) => {
    const { preparing, x } = fitTransformPreparing(table, train, config, { target: TARGET, family });
    const targetOf = (rows: Int32Array) => Float64Array.from(rows, (row) => target.y[row]);
    return {
      train: { x, y: targetOf(train) },
      test: { x: preparing.transform(selectRows(table, test)), y: targetOf(test) },
    };
  });
}

/** The file's first column has no name: it numbers the rows. */
function readLoans(): Table {
  const { header, rows } = parseCsv(`row${readFileSync(FILE, "utf8")}`);
  return tableFromColumns(
    header.map((name, at) => {
      const texts = rows.map((row) => row[at] || null);
      if (TEXTS.some((text) => text === name)) return categoryColumn(name, texts);
      return numberColumn(
        name,
        texts.map((text) => (text === null ? null : Number(text))),
      );
    }),
  );
}
