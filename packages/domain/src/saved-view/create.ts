import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError } from "../errors";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { requireExperiment } from "../run/table-search";
import { isUniqueViolation, transact } from "../transact";
import { requireReadable } from "./readable";
import { createSavedViewInput, type CreateSavedViewInput } from "./schema";

/** As many as a menu can hold. */
const MOST_VIEWS = 200;

/**
 * Saves how an experiment's runs are looked at, for everyone in the project.
 * @throws DomainError not_found; invalid_input for a filter or an order that cannot be read; already_exists; conflict where there are too many
 */
export async function createSavedView({
  ctx,
  input,
}: Call<ProjectContext, CreateSavedViewInput>): Promise<{ id: string }> {
  authorise(ctx, "run:write");
  const { experiment: experimentName, name, view } = parse(createSavedViewInput, input);
  requireReadable(view);
  const experiment = await requireExperiment(ctx, experimentName);
  const projectId = ctx.project.id;
  const by = actorRecord(ctx.actor);
  try {
    return await transact(ctx, async (tx) => {
      const count = await tx.savedView.count({ where: { projectId, experimentId: experiment.id } });
      if (count >= MOST_VIEWS)
        throw new DomainError("conflict", `An experiment has at most ${MOST_VIEWS} views.`, { count });
      const { id } = await tx.savedView.create({
        data: { projectId, experimentId: experiment.id, name, view, createdBy: by, updatedBy: by },
        select: { id: true },
      });
      await recordEvent(tx, ctx, "saved-view/created", {
        savedViewId: id,
        experiment: experiment.name,
        view: name,
      });
      return { id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw viewNameTaken(name);
    throw error;
  }
}

export function viewNameTaken(name: string): DomainError {
  return new DomainError("already_exists", `There is a view "${name}" already.`, { name });
}
