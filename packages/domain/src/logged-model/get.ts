import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readLoggedModels } from "./read";
import { getLoggedModelInput, type GetLoggedModelInput, type TrackedLoggedModel } from "./schema";

/** @throws DomainError not_found, also for one in the trash unless that is asked for */
export async function getLoggedModel({
  ctx,
  input,
}: Call<ProjectContext, GetLoggedModelInput>): Promise<TrackedLoggedModel> {
  authorise(ctx, "project:read");
  const { modelId, trashed } = parse(getLoggedModelInput, input);
  const [model] = await readLoggedModels(ctx.db.prisma, ctx.project.id, [modelId]);
  if (!model || (model.deletedAt && !trashed)) throw notFound("logged model", modelId);
  return model;
}
