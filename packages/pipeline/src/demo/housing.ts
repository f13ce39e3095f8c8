import { writeCsv } from "@pipepilot/ml";
import { syntheticHousing } from "@pipepilot/ml/synthetic/housing";

/** Where the demo's made-up data come from, as its provenance says. */
export const SYNTHETIC_HOUSING = {
  generator: "syntheticHousing",
  rows: 20_640,
  seed: 42,
  target: "median_house_value",
} as const;

/** The demo's homes as CSV: a made-up stand-in with the columns of the California housing data of 1990. */
export function syntheticHousingCsv(): string {
  const { rows, seed } = SYNTHETIC_HOUSING;
  return writeCsv(syntheticHousing({ rows, seed }));
}
