import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { LINKED_PROMPTS, promptEntry } from "./keys";
import { lockTrace } from "./lock";
import { linkPromptsInput, TAG_VALUE_LENGTH, type LinkPromptsInput } from "./schema";

/**
 * Notes in a tag of the trace which versions of prompts it used; those that are noted already stay.
 * @throws DomainError not_found for the trace, invalid_input for more than the tag holds
 */
export async function linkPromptsToTrace({
  ctx,
  input,
}: Call<ProjectContext, LinkPromptsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { traceId, prompts } = parse(linkPromptsInput, input);
  await transact(ctx, async (tx) => {
    await lockTrace(tx, ctx, traceId);
    const where = { projectId_id: { projectId: ctx.project.id, id: traceId } };
    const { tags } = await tx.trace.findUniqueOrThrow({ where, select: { tags: true } });
    const noted = (tags as Record<string, string>)[LINKED_PROMPTS] ?? "";
    const fresh = [...new Set(prompts.map(promptEntry))].filter((entry) => !noted.includes(entry));
    if (fresh.length === 0) return;
    const value = `[${[...(noted.startsWith("[{") ? [noted.slice(1, -1)] : []), ...fresh].join(",")}]`;
    if (value.length > TAG_VALUE_LENGTH)
      throw new DomainError("invalid_input", "A trace notes no more prompts than its tag holds.");
    await tx.$executeRaw`
      UPDATE "Trace" SET tags = tags || ${JSON.stringify({ [LINKED_PROMPTS]: value })}::jsonb
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${traceId}`;
  });
}
