import type { TaskRunner } from "@pipepilot/ml";
import type { ScoringInput } from "@pipepilot/ml/predictor/scoring-input";
import type { Caller } from "../access/caller";
import type { LoadedVersion } from "../models/loaded-version";
import type { PredictionLog } from "../predictions/prediction-log";
import { predictionId } from "../predictions/prediction-id";
import { predictInSlices } from "./predict-in-slices";

export interface Answer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers with a loaded version, counts it and logs it. */
export class Scorer {
  readonly #log: PredictionLog;
  readonly #runner: TaskRunner;

  constructor(log: PredictionLog, runner: TaskRunner) {
    this.#log = log;
    this.#runner = runner;
  }

  /** `startedMs` is when the request began, by `performance.now()`. @throws InputError naming columns and types */
  async answer(
    caller: Caller,
    loaded: LoadedVersion,
    input: ScoringInput,
    startedMs: number,
  ): Promise<Answer> {
    const { predictor, stats } = loaded;
    try {
      const table = predictor.validateInput(input);
      const { predictions, unseen } = await predictInSlices(predictor, table, this.#runner);
      const nowMs = performance.now();
      stats.answered(nowMs - startedMs, nowMs);
      const id = predictionId();
      this.#log.add({ caller, loaded, id, table, outputs: predictions, latencyMs: nowMs - startedMs });
      const headers: Record<string, string> = { ...loaded.headers, "x-pipepilot-prediction-id": id };
      if (unseen.length > 0) {
        const columns = new Set(unseen.map(({ column }) => encodeURIComponent(column)));
        headers["x-pipepilot-unseen-columns"] = [...columns].join(",");
      }
      return { body: `{"predictions":${JSON.stringify(predictions)}}`, headers };
    } catch (error) {
      stats.failed(performance.now());
      throw error;
    }
  }
}
