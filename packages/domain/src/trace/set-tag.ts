import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockTrace } from "./lock";
import { setTraceTagInput, type SetTraceTagInput } from "./schema";

/** @throws DomainError not_found */
export async function setTraceTag({ ctx, input }: Call<ProjectContext, SetTraceTagInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, key, value } = parse(setTraceTagInput, input);
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    await tx.$executeRaw`
      UPDATE "Trace" SET tags = tags || ${JSON.stringify({ [key]: value })}::jsonb
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${traceId}`;
  });
}
