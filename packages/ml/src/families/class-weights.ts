import { z } from "zod";
import { LearningError, listNames } from "../errors";
import type { TrainingData } from "../family";

/** scikit-learn's `class_weight`, for every family that classifies. */
export const classWeightParam = z
  .union([z.enum(["balanced"]), z.record(z.string(), z.number().min(0))])
  .nullable()
  .default(null)
  .describe(
    "Classification: weight of each class by its label; balanced: the rarer, the heavier; empty: every class counts by its rows.",
  );

export type ClassWeight = z.output<typeof classWeightParam>;

type WeightedTarget = Pick<TrainingData, "task" | "y" | "classCount" | "classLabels" | "weights">;

/**
 * Sample weights times class weights, shape (rowCount); undefined where every row counts 1. "balanced" makes all classes
 * weigh the same: total / (classes that occur x weight of the class). Classes left out of a record weigh 1.
 * Throws `invalid_parameter` for a record that names no class of the target, or leaves no row any weight.
 */
export function rowWeights(data: WeightedTarget, classWeight: ClassWeight): Float64Array | undefined {
  const { task, y, weights } = data;
  if (classWeight === null || task === "regression") return weights;
  const byClass = classWeight === "balanced" ? balanced(data) : fromRecord(classWeight, data);
  const combined = y.map((index, row) => byClass[index] * (weights?.[row] ?? 1));
  if (combined.some((weight) => weight > 0)) return combined;
  throw refused("class_weight leaves no row any weight.");
}

function balanced({ y, classCount, weights }: WeightedTarget): Float64Array {
  const sums = new Float64Array(classCount);
  y.forEach((index, row) => (sums[index] += weights?.[row] ?? 1));
  const total = sums.reduce((sum, each) => sum + each, 0);
  const present = sums.filter((sum) => sum > 0).length;
  return sums.map((sum) => (sum > 0 ? total / (present * sum) : 0));
}

function fromRecord(record: Readonly<Record<string, number>>, data: WeightedTarget): Float64Array {
  const labels =
    data.classLabels?.map(String) ?? Array.from({ length: data.classCount }, (_, k) => String(k));
  const unknown = Object.keys(record).filter((label) => !labels.includes(label));
  if (unknown.length > 0) {
    throw refused(
      `class_weight names ${listNames(unknown)}, which the target does not have. Its classes: ${listNames(labels)}.`,
    );
  }
  return Float64Array.from(labels, (label) => (Object.hasOwn(record, label) ? record[label] : 1));
}

function refused(message: string): LearningError {
  return new LearningError("invalid_parameter", message, { parameter: "class_weight" });
}
