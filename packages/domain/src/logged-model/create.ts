import { randomUUID } from "node:crypto";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce } from "../event/record";
import { lockActiveExperiment } from "../experiment/tracked";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { madeUpName } from "../run/create";
import { transact } from "../transact";
import { addParams } from "./add-params";
import { createLoggedModelInput, type CreateLoggedModelInput } from "./schema";

/**
 * A logged model whose files are to come: it is pending until it is finalized. Of a tag given twice the last holds.
 * @throws DomainError not_found for the experiment or the run, in_trash for the experiment
 * @throws DomainError already_exists where a model has the id that is asked for
 * @throws DomainError param_changed where a parameter is given twice, with two values
 */
export async function createLoggedModel({
  ctx,
  input,
}: Call<ProjectContext, CreateLoggedModelInput>): Promise<{ id: string }> {
  authorise(ctx, "run:write");
  const { experimentId, name, sourceRunId, modelType, createdAt, params, tags, ...given } = parse(
    createLoggedModelInput,
    input,
  );
  const projectId = ctx.project.id;
  const id = given.id ?? `m-${randomUUID().replaceAll("-", "")}`;
  return transact(ctx, async (tx) => {
    await lockActiveExperiment(tx, ctx, experimentId);
    if (sourceRunId !== undefined) {
      const where = { projectId_id: { projectId, id: sourceRunId } };
      if (!(await tx.run.findUnique({ where, select: { id: true } }))) throw notFound("run", sourceRunId);
    }
    if (given.id !== undefined) {
      const where = { projectId_id: { projectId, id } };
      if (await tx.loggedModel.findUnique({ where, select: { id: true } }))
        throw new DomainError("already_exists", `A logged model with the id "${id}" is here already.`, {
          id,
        });
    }
    // The database's time for both, as for everything that is compared with it.
    await tx.$executeRaw`
      INSERT INTO "LoggedModel" ("projectId", id, "experimentId", "sourceRunId", name, "modelType", "createdBy", "createdAt", "updatedAt")
      VALUES (${projectId}::uuid, ${id}, ${experimentId}::uuid, ${sourceRunId ?? null}, ${name ?? madeUpName()},
        ${modelType ?? null}, ${JSON.stringify(actorRecord(ctx.actor))}::jsonb,
        coalesce(to_timestamp(${createdAt ?? null}::float8 / 1000), now()), now())`;
    await addParams(tx, ctx, id, params);
    const last = new Map(tags.map(({ key, value }) => [key, value]));
    await tx.loggedModelTag.createMany({
      data: [...last].map(([key, value]) => ({ projectId, modelId: id, key, value })),
    });
    if (sourceRunId !== undefined) await announce(tx, ctx, { noun: "run", id: sourceRunId });
    return { id };
  });
}
