import type { Prisma } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import {
  resolveVersionInput,
  type ModelVersionRef,
  type ResolveVersionInput,
  type VersionSelector,
} from "./schema";

/**
 * The version that a number, "latest", a stage or an alias means; without any of them the Production version.
 * @throws DomainError not_found
 * @throws DomainError nothing_in_production
 */
export async function resolveVersion({
  ctx,
  input,
}: Call<ProjectContext, ResolveVersionInput>): Promise<ModelVersionRef & { modelId: string }> {
  authorise(ctx, "project:read");
  const { model: name, ...selector } = parse(resolveVersionInput, input);
  const projectId = ctx.project.id;
  const model = await ctx.db.prisma.registeredModel.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { id: true },
  });
  if (!model) throw notFound("model", name);
  const version = await ctx.db.prisma.modelVersion.findFirst({
    where: { projectId, modelId: model.id, ...selected(selector) },
    orderBy: { number: "desc" },
    select: { id: true, number: true, stage: true },
  });
  if (!version) throw versionNotFound(name, selector);
  return { ...version, model: name, modelId: model.id };
}

/** What narrows a model's versions, newest first, to the one that is meant. */
export function selected({ version, stage, alias }: VersionSelector): Prisma.ModelVersionWhereInput {
  if (alias !== undefined) return { aliases: { some: { alias } } };
  if (version === "latest") return {};
  if (version !== undefined) return { number: version };
  return { stage: stage ?? "Production" };
}

export function versionNotFound(model: string, { version, stage, alias }: VersionSelector): DomainError {
  if (alias !== undefined)
    return new DomainError("not_found", `${model} has no alias "${alias}".`, { model, alias });
  if (version === "latest") return new DomainError("not_found", `${model} has no version yet.`, { model });
  if (version !== undefined)
    return new DomainError("not_found", `${model} has no version ${version}.`, { model, version });
  if (stage !== undefined && stage !== "Production")
    return new DomainError("not_found", `${model} has no version in ${stage}.`, { model, stage });
  return new DomainError("nothing_in_production", `No version of ${model} is Production.`, { model });
}
