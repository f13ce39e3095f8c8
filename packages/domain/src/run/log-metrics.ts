import type { Call, ProjectContext } from "../context";
import { logBatch } from "./log-batch";
import type { LogMetricsInput } from "./schema";

/**
 * Appends points to the run's metrics and keeps the latest of each beside the run: the one with the highest step, then
 * timestamp, then value, as in MLflow. NaN and infinities survive. Up to 10,000 points at once.
 * @throws DomainError not_found, in_trash
 */
export function logMetrics({ ctx, input }: Call<ProjectContext, LogMetricsInput>): Promise<void> {
  return logBatch({ ctx, input });
}
