import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireRuns } from "./require";
import { compareRunsInput, type ComparedKey, type CompareRunsInput, type RunComparison } from "./schema";
import { readRunInputs, summariseRuns } from "./summarise";

/** Runs side by side, and which of their keys differ. @throws DomainError not_found */
export async function compareRuns({
  ctx,
  input,
}: Call<ProjectContext, CompareRunsInput>): Promise<RunComparison> {
  authorise(ctx, "project:read");
  const runIds = [...new Set(parse(compareRunsInput, input).runIds)];
  await requireRuns(ctx, runIds);
  const [summaries, inputs] = await Promise.all([
    summariseRuns(ctx.db.prisma, ctx.project.id, runIds),
    readRunInputs(ctx.db.prisma, ctx.project.id, runIds),
  ]);
  const runs = summaries.map((run) => ({ ...run, inputs: inputs.get(run.id) ?? [] }));
  const datasets = runs.map((run) =>
    run.inputs.map(({ datasetVersionId, context }) => `${context} ${datasetVersionId}`).join(),
  );
  return {
    runs,
    params: comparedKeys(runs.map(({ params }) => params)),
    metrics: comparedKeys(runs.map(({ metrics }) => metrics)),
    tags: comparedKeys(runs.map(({ tags }) => tags)),
    datasetsDiffer: new Set(datasets).size > 1,
  };
}

/** Every key that occurs, sorted. `Set` takes NaN for equal to NaN. */
function comparedKeys(records: readonly Readonly<Record<string, string | number>>[]): ComparedKey[] {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
  return keys.map((key) => ({ key, differs: new Set(records.map((record) => record[key])).size > 1 }));
}
