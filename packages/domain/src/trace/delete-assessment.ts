import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { assessmentSelector, type AssessmentSelector } from "./assessment-schema";
import { lockTrace } from "./lock";

/** Takes back what was said of a trace; what it overrode counts again. Doing so twice is no error. @throws DomainError not_found for the trace */
export async function deleteAssessment({
  ctx,
  input,
}: Call<ProjectContext, AssessmentSelector>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, assessmentId } = parse(assessmentSelector, input);
  const own = { projectId: ctx.project.id, traceId };
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    const [found] = await tx.traceAssessment.findMany({ where: { ...own, id: assessmentId } });
    if (!found) return;
    await tx.traceAssessment.deleteMany({ where: { ...own, id: assessmentId } });
    if (found.overrides !== null)
      await tx.traceAssessment.updateMany({
        where: { ...own, id: found.overrides },
        data: { isValid: true },
      });
  });
}
