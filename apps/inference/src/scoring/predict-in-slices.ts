import { setImmediate as nextTurn } from "node:timers/promises";
import type { Predictor, Predictions, TaskRunner } from "@pipepilot/ml";
import { selectRows, type Table } from "@pipepilot/ml/table";

/** Fewer rows are answered sooner than another thread could be asked. */
const MIN_ROWS_ELSEWHERE = 64;
const SLICE_ROWS = 1024;
/** Others get their turn after a large request has worked for so long. */
const TURN_MS = 20;

/**
 * As `predictor.predict`; tables of many rows are answered with the help of the runner's thread, and very large ones in
 * slices between which other requests are answered.
 */
export async function predictInSlices(
  predictor: Predictor,
  table: Table,
  runner: TaskRunner,
): Promise<Pick<Predictions, "predictions" | "unseen">> {
  if (table.rowCount < MIN_ROWS_ELSEWHERE) return predictor.predict(table);
  if (table.rowCount <= SLICE_ROWS) return predictor.predictOn(runner, table);
  const predictions: (number | string)[] = [];
  const unseen: Predictions["unseen"][number][] = [];
  let turnEndsMs = performance.now() + TURN_MS;
  for (let start = 0; start < table.rowCount; start += SLICE_ROWS) {
    const length = Math.min(SLICE_ROWS, table.rowCount - start);
    const rows = Int32Array.from({ length }, (_, index) => start + index);
    const slice = await predictor.predictOn(runner, selectRows(table, rows));
    predictions.push(...slice.predictions);
    unseen.push(...slice.unseen);
    if (performance.now() < turnEndsMs) continue;
    await nextTurn();
    turnEndsMs = performance.now() + TURN_MS;
  }
  return { predictions, unseen };
}
