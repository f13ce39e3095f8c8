import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { createAssessmentInput, type CreateAssessmentInput } from "./assessment-schema";
import { insertAssessments } from "./insert-assessments";
import { lockTrace } from "./lock";

/**
 * Says something of a trace. What it overrides stays, but does not count any more.
 * @throws DomainError not_found for the trace, or the assessment to override
 */
export async function createAssessment({
  ctx,
  input,
}: Call<ProjectContext, CreateAssessmentInput>): Promise<{ id: string }> {
  authorise(ctx, "run:write");
  const { traceId, ...assessment } = parse(createAssessmentInput, input);
  const { overrides } = assessment;
  return transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    if (overrides !== undefined) {
      const { count } = await tx.traceAssessment.updateMany({
        where: { projectId: ctx.project.id, traceId, id: overrides },
        data: { isValid: false },
      });
      if (count === 0) throw notFound("assessment", overrides);
    }
    const [id] = await insertAssessments(tx, ctx, traceId, [assessment]);
    return { id };
  });
}
