import type { FitProgress } from "../family";
import { finite } from "./judged-rows";
import type { LearningCurve } from "./schema";

/** A moment of a fit, as its progress told it. */
export type TrainingPoint = Pick<FitProgress, "done" | "metrics">;

const POINTS = 200;
const SIDED = /^(train|validation)_(.+)$/;

/** The live metrics of a fit by their plain names, both sides beside each other; at most 200 moments, the first and the last included. */
export function learningCurves(history: readonly TrainingPoint[]): LearningCurve[] {
  const told = history.filter(({ metrics }) => Object.keys(metrics).length > 0);
  const points = evenly(told.length, POINTS).map((index) => told[index]);
  const names = new Set(points.flatMap(({ metrics }) => Object.keys(metrics)));
  const plain = new Set([...names].flatMap((name) => SIDED.exec(name)?.[2] ?? []));
  return [...plain].sort().map((metric) => {
    const side = (name: string) =>
      names.has(name) ? points.map(({ metrics }) => finite(metrics[name] ?? NaN)) : null;
    return {
      metric,
      steps: points.map(({ done }) => done),
      train: side(`train_${metric}`),
      validation: side(`validation_${metric}`),
    };
  });
}

function evenly(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: limit }, (_, index) => Math.round((index * (count - 1)) / (limit - 1)));
}
