import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { assessmentSelector, type Assessment, type AssessmentSelector } from "./assessment-schema";
import { requireTrace } from "./lock";
import { readAssessments } from "./read";

/** @throws DomainError not_found for the trace or the assessment */
export async function getAssessment({
  ctx,
  input,
}: Call<ProjectContext, AssessmentSelector>): Promise<Assessment> {
  authorise(ctx, "project:read");
  const { traceId, assessmentId } = parse(assessmentSelector, input);
  const own = Prisma.sql`"traceId" = ${traceId} AND id = ${assessmentId}`;
  const [found] = await readAssessments(ctx.db.prisma, ctx.project.id, own);
  if (found) return found;
  await requireTrace(ctx.db.prisma, ctx, traceId);
  throw notFound("assessment", assessmentId);
}
