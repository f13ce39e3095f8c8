import { z } from "zod";
import { searchWindow } from "../search/window";
import type { TrackedRun } from "./tracked";

export const searchRunsInput = z.strictObject({
  experimentIds: z.array(z.uuid()).max(20_000),
  ...searchWindow,
});
export type SearchRunsInput = z.input<typeof searchRunsInput>;

export interface KeyedText {
  key: string;
  value: string;
}

export interface FoundRuns {
  runs: TrackedRun[];
  nextPageToken: string | null;
}
