import { LearningError } from "../errors";
import { explainPredictions } from "../explain/explain-predictions";
import type { FittedModel } from "../family";
import type { Matrix } from "../matrix";
import type { UnseenCategory } from "../preparing/fitted-preparing";
import type { ClassLabel, Predictions, Predictor, PredictOptions, TrainedPipeline } from "./predictor";
import { validateInput } from "./validate-input";

/** A trained pipeline that answers. Throws `invalid_model` when its parts do not belong together. */
export function createPredictor(pipeline: TrainedPipeline): Predictor {
  checkParts(pipeline);
  const { task, target, classes, preparing, model, signature } = pipeline;
  const oneRow: Matrix = {
    rowCount: 1,
    featureNames: preparing.featureNames,
    data: new Float64Array(preparing.featureNames.length),
  };
  return {
    task,
    target,
    classes,
    preparing,
    model,
    signature,
    validateInput: (input) => validateInput(input, signature, preparing.inputs),
    explain: (table, options) => explainPredictions(pipeline, table, options),
    predict(table, options) {
      const unseen: UnseenCategory[] = [];
      if (table.rowCount !== 1)
        return answer(model, classes, preparing.transform(table, unseen), unseen, options);
      preparing.transformInto(table, oneRow.data, unseen);
      return answer(model, classes, oneRow, unseen, options);
    },
    async predictOn(runner, table) {
      const unseen: UnseenCategory[] = [];
      const x = preparing.transform(table, unseen);
      const predicted = await (model.predictOn?.(runner, x) ?? model.predict(x));
      return { predictions: labelled(predicted, classes), unseen };
    },
  };
}

function answer(
  model: FittedModel,
  classes: readonly ClassLabel[] | null,
  x: Matrix,
  unseen: readonly UnseenCategory[],
  options?: PredictOptions,
): Predictions {
  const predictions = labelled(model.predict(x), classes);
  if (!classes || !options?.probabilities) return { predictions, unseen };
  const proba = model.predictProba(x);
  const probabilities = predictions.map((_, row) => [
    ...proba.subarray(row * classes.length, (row + 1) * classes.length),
  ]);
  return { predictions, probabilities, unseen };
}

function labelled(predicted: Float64Array, classes: readonly ClassLabel[] | null): ClassLabel[] {
  return classes ? Array.from(predicted, (index) => classes[index]) : [...predicted];
}

function checkParts({ task, classes, preparing, model }: TrainedPipeline): void {
  const sameFeatures =
    model.featureNames.length === preparing.featureNames.length &&
    model.featureNames.every((name, index) => name === preparing.featureNames[index]);
  if (sameFeatures && model.task === task && model.classCount === (classes?.length ?? 0)) return;
  throw new LearningError(
    "invalid_model",
    "The preparing and the model of this pipeline do not belong together.",
    {
      features: preparing.featureNames.length,
      modelFeatures: model.featureNames.length,
    },
  );
}
