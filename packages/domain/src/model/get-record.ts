import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readModelRecord } from "./records";
import { modelInput, type ModelInput, type ModelRecord } from "./registry-schema";

/** A model with its tags, aliases and newest versions by stage. @throws DomainError not_found */
export async function getModelRecord({ ctx, input }: Call<ProjectContext, ModelInput>): Promise<ModelRecord> {
  authorise(ctx, "project:read");
  const { model } = parse(modelInput, input);
  return readModelRecord(ctx.db.prisma, ctx.project.id, model);
}
