import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { getVersionRecord } from "./get-version-record";
import { getVersionByAliasInput, type GetVersionByAliasInput, type VersionRecord } from "./registry-schema";
import { resolveVersion } from "./resolve";

/**
 * The version an alias points at; "latest", which nobody can set, means the newest.
 * @throws DomainError not_found for the model, or where it has no version yet
 * @throws DomainError invalid_input where the model has no such alias: so MLflow says it
 */
export async function getVersionByAlias({
  ctx,
  input,
}: Call<ProjectContext, GetVersionByAliasInput>): Promise<VersionRecord> {
  authorise(ctx, "project:read");
  const { model, alias } = parse(getVersionByAliasInput, input);
  const selector = alias.toLowerCase() === "latest" ? { version: "latest" as const } : { alias };
  try {
    const { number } = await resolveVersion({ ctx, input: { model, ...selector } });
    return await getVersionRecord({ ctx, input: { model, number } });
  } catch (error) {
    if (!DomainError.is(error) || error.facts.alias === undefined) throw error;
    throw new DomainError("invalid_input", `Registered model alias ${alias} not found.`, { model, alias });
  }
}
