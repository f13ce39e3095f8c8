import { z } from "zod";
import { searchWindow } from "../search/window";
import type { TrackedExperiment } from "./schema";

export const searchExperimentsInput = z.strictObject(searchWindow);
export type SearchExperimentsInput = z.input<typeof searchExperimentsInput>;

export interface FoundExperiments {
  experiments: TrackedExperiment[];
  nextPageToken: string | null;
}
