import { loadPredictor } from "@pipepilot/ml/predictor/bundle";
import { parseScoringInput } from "@pipepilot/ml/predictor/scoring-input";

/** A saved pipeline, its files in base64, and a request in MLflow's scoring protocol. */
export interface Question {
  readonly files: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  /** What preparing makes of the rows. */
  readonly features: readonly number[];
  readonly predictions: readonly (string | number)[];
  /** Probabilities, the explanation's base and its values, one after the other. */
  readonly numbers: readonly number[];
}

/** What the engine answers and why; runs in Node and, bundled, in a browser. */
export async function answer({ files, body }: Question): Promise<Answer> {
  const bytes = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
    ]),
  );
  const predictor = loadPredictor(bytes);
  const table = predictor.validateInput(parseScoringInput("application/json", body));
  const asked = { probabilities: predictor.task === "classification" };
  const { predictions, probabilities = [] } = predictor.predict(table, asked);
  const { base, values } = await predictor.explain(table, { background: table, seed: 1 });
  const features = [...predictor.preparing.transform(table).data];
  return { features, predictions, numbers: [...probabilities.flat(), ...base, ...values] };
}
