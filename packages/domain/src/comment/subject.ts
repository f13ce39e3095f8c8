import type { Transaction } from "@pipepilot/db";
import type { z } from "zod";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import { inTrash } from "../experiment/tracked";
import type { commentSubject } from "./schema";

type Subject = z.output<typeof commentSubject>;

/** What a comment is about, as columns of its row. */
export type SubjectKey = { runId: string } | { modelVersionId: string };

/** What an event says of it. */
export interface SubjectNames {
  run: { runId: string; run: string; experiment: string } | null;
  version: { model: string; number: number } | null;
}

export interface FoundSubject {
  key: SubjectKey;
  names: SubjectNames;
  inTrash: boolean;
}

/** The run or version, held so that it does not go before the transaction ends. @throws DomainError not_found */
export async function findSubject(
  tx: Transaction,
  ctx: ProjectContext,
  about: Subject,
): Promise<FoundSubject> {
  const projectId = ctx.project.id;
  if ("runId" in about) {
    const { runId } = about;
    const [run] = await tx.$queryRaw<{ name: string; experiment: string; deletedAt: Date | null }[]>`
      SELECT r.name, e.name AS experiment, r."deletedAt"
      FROM "Run" r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
      WHERE r."projectId" = ${projectId}::uuid AND r.id = ${runId} FOR KEY SHARE OF r`;
    if (!run) throw notFound("run", runId);
    const names = { runId, run: run.name, experiment: run.experiment };
    return { key: { runId }, names: { run: names, version: null }, inTrash: run.deletedAt !== null };
  }
  const { model, number } = about;
  const [version] = await tx.$queryRaw<{ id: string }[]>`
    SELECT v.id
    FROM "ModelVersion" v JOIN "RegisteredModel" m ON m."projectId" = v."projectId" AND m.id = v."modelId"
    WHERE v."projectId" = ${projectId}::uuid AND m.name = ${model} AND v.number = ${number} FOR KEY SHARE OF v`;
  if (!version) throw notFound("model version", `${model} v${number}`);
  return {
    key: { modelVersionId: version.id },
    names: { run: null, version: { model, number } },
    inTrash: false,
  };
}

/** @throws DomainError not_found, in_trash: what is in the trash is read only */
export async function findOpenSubject(
  tx: Transaction,
  ctx: ProjectContext,
  about: Subject,
): Promise<FoundSubject> {
  const found = await findSubject(tx, ctx, about);
  if (found.inTrash && found.names.run) throw inTrash("run", found.names.run.run, found.names.run.runId);
  return found;
}
