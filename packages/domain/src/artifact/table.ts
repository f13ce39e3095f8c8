import { Prisma, type Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { DomainError } from "../errors";
import { lockLoggedModel, requireLoggedModels } from "../logged-model/lock";
import { lockRun } from "../run/lock";
import { requireRuns } from "../run/require";
import type { ArtifactRoot } from "./schema";

/** Runs and logged models keep their artifacts in a table each, of the same columns but for the owner's. */
interface ArtifactTable {
  readonly name: Prisma.Sql;
  readonly owner: Prisma.Sql;
  readonly ownerId: string;
}

export function tableOf(root: ArtifactRoot): ArtifactTable {
  return "runId" in root
    ? { name: Prisma.sql`"Artifact"`, owner: Prisma.sql`"runId"`, ownerId: root.runId }
    : { name: Prisma.sql`"LoggedModelArtifact"`, owner: Prisma.sql`"modelId"`, ownerId: root.modelId };
}

/** `FROM` what this returns: the root's artifacts, with a condition that `AND` can follow. */
export function artifactsOf(ctx: ProjectContext, root: ArtifactRoot): Prisma.Sql {
  const { name, owner, ownerId } = tableOf(root);
  return Prisma.sql`${name} WHERE "projectId" = ${ctx.project.id}::uuid AND ${owner} = ${ownerId}`;
}

/** @throws DomainError not_found where the run or model is not this project's */
export async function requireRoot(ctx: ProjectContext, root: ArtifactRoot): Promise<void> {
  if ("runId" in root) return requireRuns(ctx, [root.runId]);
  return requireLoggedModels(ctx.db.prisma, ctx, [root.modelId]);
}

/** Holds the run or model until the transaction ends, so that writers of its artifacts take turns. @throws DomainError not_found */
export async function lockRoot(tx: Transaction, ctx: ProjectContext, root: ArtifactRoot): Promise<void> {
  await ("runId" in root ? lockRun(tx, ctx, root.runId) : lockLoggedModel(tx, ctx, root.modelId));
}

/** No path is a file and a folder. @throws DomainError invalid_input */
export async function refuseTakenPath(
  db: Transaction,
  ctx: ProjectContext,
  root: ArtifactRoot,
  path: string,
): Promise<void> {
  const parts = path.split("/");
  const folders = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
  const [taken] = await db.$queryRaw<{ path: string }[]>`
    SELECT path FROM ${artifactsOf(ctx, root)}
      AND (path = ANY(${folders}::text[]) OR starts_with(path, ${`${path}/`})) LIMIT 1`;
  if (!taken) return;
  const [what, is] = taken.path.length > path.length ? [path, "folder"] : [taken.path, "file"];
  const message = `Invalid path: "${what}" is a ${is} already.`;
  throw new DomainError("invalid_input", message, { problems: [{ path: "path", message }] });
}
