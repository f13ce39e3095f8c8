import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { updateLoggedModel } from "./change";
import { finalizeLoggedModelInput, type FinalizeLoggedModelInput } from "./schema";

/** Says how the upload of a model's files went. @throws DomainError not_found */
export async function finalizeLoggedModel({
  ctx,
  input,
}: Call<ProjectContext, FinalizeLoggedModelInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId, status } = parse(finalizeLoggedModelInput, input);
  await updateLoggedModel(ctx, modelId, Prisma.sql`status = ${status}::"LoggedModelStatus"`);
}
