import type { ProjectContext } from "@pipepilot/domain/context";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { getTrackedExperiment } from "@pipepilot/domain/experiment/tracked";
import { DomainError, notFound } from "@pipepilot/domain/errors";

/** MLflow's clients log into this experiment when none was chosen; it is always there. */
export const DEFAULT_ID = "0";
export const DEFAULT_NAME = "Default";
const ID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws DomainError not_found for what is no experiment's id */
export async function experimentId(ctx: ProjectContext, given: string): Promise<string> {
  if (given === DEFAULT_ID) return defaultExperiment(ctx);
  if (!ID_FORM.test(given)) throw notFound("experiment", given);
  return given.toLowerCase();
}

async function defaultExperiment(ctx: ProjectContext): Promise<string> {
  const find = async () => (await getTrackedExperiment({ ctx, input: { name: DEFAULT_NAME } })).id;
  try {
    return await find();
  } catch (error) {
    if (!DomainError.is(error) || error.code !== "not_found") throw error;
  }
  try {
    return (await createExperiment({ ctx, input: { name: DEFAULT_NAME } })).id;
  } catch (error) {
    // Another client was first.
    if (DomainError.is(error) && error.code === "already_exists") return find();
    throw error;
  }
}

/** Those that can be ids; what is no experiment's has no runs. */
export async function experimentIds(ctx: ProjectContext, given: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const id of new Set(given)) {
    if (id === DEFAULT_ID || ID_FORM.test(id)) ids.push(await experimentId(ctx, id));
  }
  return ids;
}
