import {
  classificationMetrics,
  regressionMetrics,
  type FittedModel,
  type Matrix,
  type MetricKey,
} from "@pipepilot/ml";

export type MetricValues = Partial<Record<MetricKey, number>>;

/** Every metric of the model's task on these rows. */
export function metricsOf(model: FittedModel, x: Matrix, y: Float64Array): MetricValues {
  const predicted = model.predict(x);
  return model.task === "regression"
    ? regressionMetrics(y, predicted)
    : classificationMetrics(y, predicted, model.predictProba(x), model.classCount);
}
