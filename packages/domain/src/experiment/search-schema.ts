import { z } from "zod";
import type { KeyedText } from "../run/search-schema";
import { searchWindow } from "../search/window";
import type { MetricDirection } from "./schema";

export const searchExperimentsInput = z.strictObject(searchWindow);
export type SearchExperimentsInput = z.input<typeof searchExperimentsInput>;

export interface FoundExperiment {
  id: string;
  name: string;
  primaryMetric: string | null;
  metricDirection: MetricDirection;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  /** Ordered by key. */
  tags: KeyedText[];
}

export interface FoundExperiments {
  experiments: FoundExperiment[];
  nextPageToken: string | null;
}
