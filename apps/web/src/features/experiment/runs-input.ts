import type { RunSort } from "@pipepilot/domain/run/schema";

/** Server and browser ask for the same page, so that the one's answer is the other's. */
export const runsInput = (project: string, experiment: string, sort: RunSort) => ({
  project,
  experiment,
  sort,
  limit: 50,
});
