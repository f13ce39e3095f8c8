import { Prisma, type Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { lockLoggedModel, requireLoggedModels } from "../logged-model/lock";
import { lockRun } from "../run/lock";
import { requireRuns } from "../run/require";
import { lockTrace, requireTrace } from "../trace/lock";
import type { ArtifactRoot, ReadableRoot } from "./schema";

/** Runs, logged models and traces keep their artifacts in a table each, of the same columns but for the owner's. */
interface ArtifactTable {
  readonly name: Prisma.Sql;
  readonly owner: Prisma.Sql;
  readonly ownerId: string;
}

export function tableOf(root: ArtifactRoot): ArtifactTable {
  if ("runId" in root)
    return { name: Prisma.sql`"Artifact"`, owner: Prisma.sql`"runId"`, ownerId: root.runId };
  if ("modelId" in root)
    return { name: Prisma.sql`"LoggedModelArtifact"`, owner: Prisma.sql`"modelId"`, ownerId: root.modelId };
  return { name: Prisma.sql`"TraceArtifact"`, owner: Prisma.sql`"traceId"`, ownerId: root.traceId };
}

/** `FROM` what this returns: the root's artifacts, with a condition that `AND` can follow. */
export function artifactsOf(ctx: ProjectContext, root: ReadableRoot): Prisma.Sql {
  if ("modelVersionId" in root) return filesOf(ctx, root.modelVersionId);
  const { name, owner, ownerId } = tableOf(root);
  return Prisma.sql`${name} WHERE "projectId" = ${ctx.project.id}::uuid AND ${owner} = ${ownerId}`;
}

/** A version's list of files, in the columns of artifacts. */
function filesOf(ctx: ProjectContext, modelVersionId: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT file->>'path' AS path, file->>'hash' AS "blobHash", (file->>'size')::bigint AS size, v."createdAt"
    FROM "ModelVersion" v, jsonb_array_elements(v.files) AS file
    WHERE v."projectId" = ${ctx.project.id}::uuid AND v.id = ${modelVersionId}::uuid) AS held WHERE true`;
}

/** @throws DomainError not_found where the run, model, trace or version is not this project's */
export async function requireRoot(ctx: ProjectContext, root: ReadableRoot): Promise<void> {
  if ("runId" in root) return requireRuns(ctx, [root.runId]);
  if ("modelId" in root) return requireLoggedModels(ctx.db.prisma, ctx, [root.modelId]);
  if ("traceId" in root) return requireTrace(ctx.db.prisma, ctx, root.traceId);
  const version = await ctx.db.prisma.modelVersion.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id: root.modelVersionId } },
    select: { id: true },
  });
  if (!version) throw notFound("model version", root.modelVersionId);
}

/** Holds the run, model or trace until the transaction ends, so that writers of its artifacts take turns. @throws DomainError not_found */
export async function lockRoot(tx: Transaction, ctx: ProjectContext, root: ArtifactRoot): Promise<void> {
  if ("runId" in root) await lockRun(tx, ctx, root.runId);
  else if ("modelId" in root) await lockLoggedModel(tx, ctx, root.modelId);
  else await lockTrace(tx, ctx, root.traceId);
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
