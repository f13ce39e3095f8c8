import { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { updateLoggedModel } from "./change";
import { loggedModelIdInput, type LoggedModelIdInput } from "./schema";

/** Moves a model into the trash; nothing of it is lost. Doing so twice is no error. @throws DomainError not_found */
export async function trashLoggedModel({
  ctx,
  input,
}: Call<ProjectContext, LoggedModelIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId } = parse(loggedModelIdInput, input);
  await updateLoggedModel(ctx, modelId, Prisma.sql`"deletedAt" = coalesce("deletedAt", now())`);
}

/** Takes a model out of the trash. @throws DomainError not_found */
export async function restoreLoggedModel({
  ctx,
  input,
}: Call<ProjectContext, LoggedModelIdInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId } = parse(loggedModelIdInput, input);
  await updateLoggedModel(ctx, modelId, Prisma.sql`"deletedAt" = NULL`);
}
