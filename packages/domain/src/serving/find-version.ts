import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { selected, versionNotFound } from "../model/resolve";
import type { ServedVersion } from "../model/schema";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findServedVersionInput, type FindServedVersionInput } from "./schema";
import { SERVED_SELECT, toServedVersion } from "./served-version";

/**
 * The version a scoring request asks for, with all that is needed to load it.
 * @throws DomainError not_found
 * @throws DomainError nothing_in_production
 */
export async function findServedVersion({
  ctx,
  input,
}: Call<ProjectContext, FindServedVersionInput>): Promise<ServedVersion> {
  authorise(ctx, "prediction:create");
  const { model: name, modelId, ...selector } = parse(findServedVersionInput, input);
  const projectId = ctx.project.id;
  const model = await ctx.db.prisma.registeredModel.findFirst({
    where: { projectId, name, id: modelId },
    select: { id: true, name: true },
  });
  if (!model) throw notFound("model", name ?? (modelId as string));
  const version = await ctx.db.prisma.modelVersion.findFirst({
    where: { projectId, modelId: model.id, ...selected(selector) },
    orderBy: { number: "desc" },
    select: SERVED_SELECT,
  });
  if (!version) throw versionNotFound(model.name, selector);
  return toServedVersion(version);
}
