import { z } from "zod";
import { searchWindow } from "../search/window";
import type { DatasetInput } from "./dataset-input";
import type { LatestMetric } from "./read-metrics";
import type { ActorRecord, RunStatusName } from "./schema";

export const searchRunsInput = z.strictObject({
  experimentIds: z.array(z.uuid()).max(20_000),
  ...searchWindow,
});
export type SearchRunsInput = z.input<typeof searchRunsInput>;

export interface FoundRun {
  id: string;
  name: string;
  status: RunStatusName;
  experimentId: string;
  startTime: Date;
  endTime: Date | null;
  deletedAt: Date | null;
  createdBy: ActorRecord;
  /** Ordered by key, as params and tags are; NaN and infinities are possible. */
  metrics: LatestMetric[];
  params: KeyedText[];
  tags: KeyedText[];
  inputs: DatasetInput[];
}

export interface KeyedText {
  key: string;
  value: string;
}

export interface FoundRuns {
  runs: FoundRun[];
  nextPageToken: string | null;
}
