import type { RunsView } from "./runs-view";

/** Server and browser ask for the same page, so that the one's answer is the other's. */
export const runsInput = (project: string, experiment: string, { sort, trials }: RunsView) => ({
  project,
  experiment,
  sort,
  children: trials,
  limit: 50,
});
