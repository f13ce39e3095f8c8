import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { lockActiveRun } from "./lock";
import { noteModelInput, type NoteModelInput } from "./log-schema";

const TAG = "mlflow.log-model.history";
/** It grows by about a thousand characters with every model; MLflow gives it no end. */
const MOST = 4_000_000;

/**
 * Notes in a tag of the run that it logged a model, as clients of MLflow 2 ask for; the model itself is among the artifacts.
 * @throws DomainError not_found, in_trash for the run
 * @throws DomainError invalid_input where the tag would have no end
 */
export async function noteModel({ ctx, input }: Call<ProjectContext, NoteModelInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { runId, model } = parse(noteModelInput, input);
  await transact(ctx, async (tx) => {
    await lockActiveRun(tx, ctx, runId);
    const own = { projectId: ctx.project.id, runId, key: TAG };
    const where = { projectId_runId_key: own };
    const noted = await tx.runTag.findUnique({ where, select: { value: true } });
    const value = JSON.stringify([...history(noted?.value), model]);
    if (value.length > MOST)
      throw new DomainError("invalid_input", `The tag ${TAG} would be longer than ${MOST}.`);
    await tx.runTag.upsert({ where, create: { ...own, value }, update: { value } });
    await announce(tx, ctx, { noun: "run", id: runId });
  });
}

/** Somebody may have set the tag to something else. */
function history(tag: string | undefined): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(tag ?? "[]"));
  } catch {
    return [];
  }
}
