import type { Call, ProjectContext } from "../context";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockModel, requireVersion } from "./lock";
import { updateVersionDescriptionInput, type UpdateVersionDescriptionInput } from "./schema";

/** @throws DomainError not_found */
export async function updateVersionDescription({
  ctx,
  input,
}: Call<ProjectContext, UpdateVersionDescriptionInput>): Promise<void> {
  authorise(ctx, "model:write");
  const { model: name, number, description } = parse(updateVersionDescriptionInput, input);
  await transact(ctx, async (tx) => {
    const model = await lockModel(tx, ctx, name);
    const { id } = await requireVersion(tx, ctx, model, number);
    await tx.$executeRaw`
      UPDATE "ModelVersion" SET description = ${description}, "updatedAt" = clock_timestamp()
      WHERE "projectId" = ${ctx.project.id}::uuid AND id = ${id}::uuid`;
    await announce(tx, ctx, { noun: "model", id: model.id });
  });
}
