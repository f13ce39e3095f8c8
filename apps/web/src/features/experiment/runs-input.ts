import type { ShownKeys } from "@pipepilot/domain/run/table-schema";
import type { RunsAddress } from "./runs-view";

/** Runs that are read at once, and the distance between the marks of a long table. */
export const RUNS_PER_PAGE = 100;

/** Which runs the table shows. Server and browser ask for the same, so that the one's answer is the other's. */
export const runsScope = (
  project: string,
  experiment: string,
  { view: { filter, trials }, trash }: RunsAddress,
) => ({ project, experiment, filter, trash, children: trials });

/** In which order. */
export const runsOrder = ({ view: { order } }: RunsAddress) => ({ orderBy: order === null ? [] : [order] });

/** A page of them. */
export const runsInput = (project: string, experiment: string, address: RunsAddress, keys: ShownKeys) => ({
  ...runsScope(project, experiment, address),
  ...runsOrder(address),
  keys,
  limit: RUNS_PER_PAGE,
});
