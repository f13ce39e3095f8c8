import type { Predictor } from "@pipepilot/ml";
import { parseScoringInput } from "@pipepilot/ml/predictor/scoring-input";
import { fileNamed, type Bundle } from "./read-bundle";

const EXAMPLE_FILE = "input_example.json";
/** Enough for the engine to compile what predicting needs, little enough to go unnoticed. */
const WARM_UP_MS = 8;

/**
 * Lets a version answer its own input example before anyone else's input.
 * @throws Error where it cannot, which keeps it from replacing one that can
 */
export function warmUp(predictor: Predictor, bundle: Bundle): void {
  const example = fileNamed(bundle, EXAMPLE_FILE);
  if (!example) return;
  const input = parseScoringInput("application/json", readExample(example));
  const until = performance.now() + WARM_UP_MS;
  do {
    const { predictions } = predictor.predict(predictor.validateInput(input));
    const isAnswer = (each: number | string) => typeof each === "string" || Number.isFinite(each);
    if (predictions.length === 0 || !predictions.every(isAnswer)) {
      throw new Error("The model's answer to its own input example is not a value.");
    }
  } while (performance.now() < until);
}

/** MLflow writes examples of tables as bare `{ columns, data }`. */
function readExample(bytes: Uint8Array): unknown {
  const example: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const isBare = typeof example === "object" && example !== null && "columns" in example && "data" in example;
  return isBare ? { dataframe_split: example } : example;
}
