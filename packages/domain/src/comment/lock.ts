import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import type { SubjectNames } from "./subject";

export interface LockedComment extends SubjectNames {
  author: { id: string; name: string };
}

/** The comment, held until the transaction ends. @throws DomainError not_found */
export async function lockComment(tx: Transaction, ctx: ProjectContext, id: string): Promise<LockedComment> {
  const [row] = await tx.$queryRaw<CommentNames[]>`
    SELECT u.id AS "authorId", u.name AS author, r.id AS "runId", r.name AS run, e.name AS experiment, m.name AS model, v.number
    FROM "Comment" c JOIN "User" u ON u.id = c."authorId"
    LEFT JOIN "Run" r ON r."projectId" = c."projectId" AND r.id = c."runId"
    LEFT JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    LEFT JOIN "ModelVersion" v ON v."projectId" = c."projectId" AND v.id = c."modelVersionId"
    LEFT JOIN "RegisteredModel" m ON m."projectId" = v."projectId" AND m.id = v."modelId"
    WHERE c."projectId" = ${ctx.project.id}::uuid AND c.id = ${id}::uuid FOR UPDATE OF c`;
  if (!row) throw notFound("comment", id);
  const { authorId, author, runId, run, experiment, model, number } = row;
  return {
    author: { id: authorId, name: author },
    run: runId !== null && run !== null && experiment !== null ? { runId, run, experiment } : null,
    version: model !== null && number !== null ? { model, number } : null,
  };
}

interface CommentNames {
  authorId: string;
  author: string;
  runId: string | null;
  run: string | null;
  experiment: string | null;
  model: string | null;
  number: number | null;
}

/** What has to be read to say what a comment is about, and whose it is. */
export const COMMENT_NAMES = {
  author: { select: { id: true, name: true } },
  run: { select: { id: true, name: true, experiment: { select: { name: true } } } },
  modelVersion: { select: { number: true, model: { select: { name: true } } } },
} as const;

export function namesOf({
  run,
  modelVersion,
}: {
  run: { id: string; name: string; experiment: { name: string } } | null;
  modelVersion: { number: number; model: { name: string } } | null;
}): SubjectNames {
  return {
    run: run && { runId: run.id, run: run.name, experiment: run.experiment.name },
    version: modelVersion && { model: modelVersion.model.name, number: modelVersion.number },
  };
}

/** The id of the person who asks: keys and pipelines have no voice of their own. @throws DomainError permission_denied */
export function requirePerson({ actor }: ProjectContext): string {
  if (actor.kind === "user") return actor.userId;
  throw new DomainError("permission_denied", "Only people comment and are mentioned.");
}
