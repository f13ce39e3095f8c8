import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireRuns } from "../run/require";
import { transact } from "../transact";
import { linkTraces } from "./log-spans";
import { linkTracesInput, type LinkTracesInput } from "./schema";

/** Says that traces belong to a run, besides the one they were made in. @throws DomainError not_found for the run */
export async function linkTracesToRun({ ctx, input }: Call<ProjectContext, LinkTracesInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, traceIds } = parse(linkTracesInput, input);
  await requireRuns(ctx, [runId]);
  await transact(ctx, (tx) => linkTraces(tx, ctx, runId, traceIds));
}
