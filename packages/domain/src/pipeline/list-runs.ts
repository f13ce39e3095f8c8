import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findPipeline } from "./find";
import { RUN_SUMMARY, runSummary } from "./run-view";
import { listPipelineRunsInput, type ListPipelineRunsInput, type PipelineRunSummary } from "./schema";

/** A pipeline's runs, newest first. `nextCursor` is null on the last page. */
export async function listPipelineRuns({ ctx, input }: Call<ProjectContext, ListPipelineRunsInput>): Promise<{
  runs: PipelineRunSummary[];
  nextCursor: number | null;
}> {
  authorise(ctx, "project:read");
  const { pipeline: name, cursor, limit } = parse(listPipelineRunsInput, input);
  const pipeline = await findPipeline(ctx, name);
  const rows = await ctx.db.prisma.pipelineRun.findMany({
    where: {
      projectId: ctx.project.id,
      pipelineId: pipeline.id,
      number: cursor ? { lt: cursor } : undefined,
    },
    orderBy: { number: "desc" },
    take: limit + 1,
    include: RUN_SUMMARY,
  });
  const page = rows.slice(0, limit);
  return {
    runs: page.map(runSummary),
    nextCursor: rows.length > limit ? page[page.length - 1].number : null,
  };
}
