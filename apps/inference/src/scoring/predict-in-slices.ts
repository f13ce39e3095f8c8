import { setImmediate as nextTurn } from "node:timers/promises";
import type { Predictor, Predictions } from "@pipepilot/ml";
import { selectRows, type Table } from "@pipepilot/ml/table";

const SLICE_ROWS = 512;
/** Others get their turn after a large request has worked for so long. */
const TURN_MS = 20;

/** As `predictor.predict`; a large table is answered in slices between which other requests are answered. */
export async function predictInSlices(
  predictor: Predictor,
  table: Table,
): Promise<Pick<Predictions, "predictions" | "unseen">> {
  if (table.rowCount <= 2 * SLICE_ROWS) return predictor.predict(table);
  const predictions: (number | string)[] = [];
  const unseen: Predictions["unseen"][number][] = [];
  let turnEndsMs = performance.now() + TURN_MS;
  for (let start = 0; start < table.rowCount; start += SLICE_ROWS) {
    const length = Math.min(SLICE_ROWS, table.rowCount - start);
    const rows = Int32Array.from({ length }, (_, index) => start + index);
    const slice = predictor.predict(selectRows(table, rows));
    predictions.push(...slice.predictions);
    unseen.push(...slice.unseen);
    if (performance.now() < turnEndsMs) continue;
    await nextTurn();
    turnEndsMs = performance.now() + TURN_MS;
  }
  return { predictions, unseen };
}
