import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findPipeline } from "./find";
import { stepLogInput, type StepLog, type StepLogInput } from "./schema";

/** A step's log lines, oldest first, from `cursor` on. @throws DomainError not_found */
export async function getStepLog({ ctx, input }: Call<ProjectContext, StepLogInput>): Promise<StepLog> {
  authorise(ctx, "project:read");
  const { pipeline: name, number, step: key, cursor, limit } = parse(stepLogInput, input);
  const pipeline = await findPipeline(ctx, name);
  const projectId = ctx.project.id;
  const step = await ctx.db.prisma.stepRun.findFirst({
    where: { projectId, key, pipelineRun: { pipelineId: pipeline.id, number } },
    select: { id: true },
  });
  if (!step) throw notFound("step", key);
  const rows = await ctx.db.prisma.stepLogLine.findMany({
    where: { projectId, stepRunId: step.id, id: cursor ? { gt: BigInt(cursor) } : undefined },
    orderBy: { id: "asc" },
    take: limit,
  });
  const lines = rows.map((row) => ({
    id: String(row.id),
    at: row.at,
    level: levelOf(row.level),
    message: row.message,
  }));
  return { lines, cursor: lines.at(-1)?.id ?? cursor ?? null };
}

function levelOf(level: string): "info" | "warn" | "error" {
  return level === "warn" || level === "error" ? level : "info";
}
