import { existsSync, readFileSync } from "node:fs";
import {
  column,
  featureCount,
  fitPreparing,
  parseCsv,
  prepareConfigSchema,
  selectRows,
  splitConfigSchema,
  splitRows,
  syntheticHousing,
  tableFromColumns,
  categoryColumn,
  numberColumn,
  type FamilyId,
  type Matrix,
  type Table,
} from "../src/index";

const FILE = new URL("../../../../shared/data/housing.csv", import.meta.url);
const TARGET = "median_house_value";

/** Whether the real California housing file lies beside the repository. */
export const hasRealHousing = existsSync(FILE);

export interface HousingSide {
  readonly x: Matrix;
  readonly y: Float64Array;
}

/** Real where the file is there, else generated; prepared as a pipeline does, 20% of the rows kept for testing. */
export function housingData(family: FamilyId, seed = 42): { train: HousingSide; test: HousingSide } {
  const table = hasRealHousing ? readHousing() : syntheticHousing();
  const split = splitRows(table, splitConfigSchema.parse({ test: 0.2, validation: 0 }), { seed });
  const preparing = fitPreparing(table, split.train, prepareConfigSchema.parse({}), {
    target: TARGET,
    family,
  });
  const side = (rows: Int32Array): HousingSide => {
    const part = selectRows(table, rows);
    const target = column(part, TARGET);
    if (target.kind !== "number") throw new TypeError("The house values are not numbers.");
    return { x: preparing.transform(part), y: target.values };
  };
  return { train: side(split.train), test: side(split.test) };
}

function readHousing(): Table {
  const { header, rows } = parseCsv(readFileSync(FILE, "utf8"));
  return tableFromColumns(
    header.map((name, at) => {
      const texts = rows.map((row) => row[at]);
      if (name === "ocean_proximity") return categoryColumn(name, texts);
      return numberColumn(
        name,
        texts.map((text) => (text === "" || text === null ? null : Number(text))),
      );
    }),
  );
}

/** The first `count` rows. */
export function firstRows(x: Matrix, count: number): Matrix {
  return { ...x, rowCount: count, data: x.data.slice(0, count * featureCount(x)) };
}
