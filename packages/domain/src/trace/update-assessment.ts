import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { updateAssessmentInput, type UpdateAssessmentInput } from "./assessment-schema";
import { lockTrace } from "./lock";

/**
 * Changes what is given; metadata is added to what there is. Kind and source stay.
 * @throws DomainError not_found for the trace or the assessment, invalid_input for a value of another kind
 */
export async function updateAssessment({
  ctx,
  input,
}: Call<ProjectContext, UpdateAssessmentInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, assessmentId, name, value, rationale, metadata, isValid } = parse(
    updateAssessmentInput,
    input,
  );
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    const where = { projectId_traceId_id: { projectId: ctx.project.id, traceId, id: assessmentId } };
    const existing = await tx.traceAssessment.findUnique({ where, select: { kind: true } });
    if (!existing) throw notFound("assessment", assessmentId);
    if (value && value.kind !== existing.kind)
      throw new DomainError(
        "invalid_input",
        `Cannot update ${value.kind} on an assessment of ${existing.kind}.`,
      );
    const changes = [
      ...(name === undefined ? [] : [Prisma.sql`name = ${name}`]),
      ...(value === undefined
        ? []
        : [
            Prisma.sql`value = ${JSON.stringify(value.value)}::jsonb`,
            Prisma.sql`error = ${value.error ? JSON.stringify(value.error) : null}::jsonb`,
          ]),
      ...(rationale === undefined ? [] : [Prisma.sql`rationale = ${rationale}`]),
      ...(metadata === undefined
        ? []
        : [Prisma.sql`metadata = coalesce(metadata, '{}') || ${JSON.stringify(metadata)}::jsonb`]),
      ...(isValid === undefined ? [] : [Prisma.sql`"isValid" = ${isValid}`]),
      Prisma.sql`"updatedAt" = now()`,
    ];
    await tx.$executeRaw`
      UPDATE "TraceAssessment" SET ${Prisma.join(changes)}
      WHERE "projectId" = ${ctx.project.id}::uuid AND "traceId" = ${traceId} AND id = ${assessmentId}`;
  });
}
