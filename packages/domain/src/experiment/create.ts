import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { createExperimentInput, type CreateExperimentInput } from "./schema";

/**
 * A new experiment; by what its runs are judged can be said later.
 * @throws DomainError already_exists, also where the one of this name is in the trash
 */
export async function createExperiment({
  ctx,
  input,
}: Call<ProjectContext, CreateExperimentInput>): Promise<{ id: string }> {
  authorise(ctx, "run:write");
  const { name, artifactLocation, createdAt, tags } = parse(createExperimentInput, input);
  const projectId = ctx.project.id;
  const byKey = new Map(tags.map(({ key, value }) => [key, value]));
  try {
    return await transact(ctx, async (tx) => {
      const { id } = await tx.experiment.create({
        data: {
          projectId,
          name,
          artifactLocation,
          createdAt: createdAt === undefined ? undefined : new Date(createdAt),
        },
        select: { id: true },
      });
      await tx.experimentTag.createMany({
        data: [...byKey].map(([key, value]) => ({ projectId, experimentId: id, key, value })),
      });
      return { id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

export function nameTaken(name: string): DomainError {
  return new DomainError("already_exists", `Experiment(name=${name}) already exists.`, { name });
}
