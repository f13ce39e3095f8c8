import type { FamilyId } from "../family";
import type { Matrix } from "../matrix";
import type { Table } from "../table";
import { prepareConfigSchema, type PrepareConfigInput } from "./config";
import { fitPreparing, fitTransformPreparing, type FittedTraining } from "./fit";
import type { FittedPreparing } from "./fitted-preparing";

export const allRows = (table: Table) => Int32Array.from({ length: table.rowCount }, (_, row) => row);

/** Fitted on every row unless told otherwise; the target is the column y. */
export function fit(
  table: Table,
  config: PrepareConfigInput = {},
  family: FamilyId = "random_forest",
  rows = allRows(table),
): FittedPreparing {
  return fitPreparing(table, rows, prepareConfigSchema.parse(config), { target: "y", family });
}

/** As `fit`, with the training rows' features. */
export function fitTransform(
  table: Table,
  config: PrepareConfigInput = {},
  family: FamilyId = "random_forest",
  rows = allRows(table),
): FittedTraining {
  return fitTransformPreparing(table, rows, prepareConfigSchema.parse(config), { target: "y", family });
}

export const rowsOf = ({ rowCount, featureNames: { length }, data }: Matrix) =>
  Array.from({ length: rowCount }, (_, row) => [...data.slice(row * length, (row + 1) * length)]);

/** One feature of every row. */
export const featureOf = (matrix: Matrix, name: string) =>
  rowsOf(matrix).map((row) => row[matrix.featureNames.indexOf(name)]);
