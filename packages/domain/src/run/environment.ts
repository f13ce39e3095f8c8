import { readArtifactText } from "../artifact/read-text";
import type { ArtifactRoot } from "../artifact/schema";
import type { Call, ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { runIdInput, type RunIdInput } from "./log-schema";
import { parseRequirements, pythonVersion } from "./requirements";
import type { RunEnvironment } from "./environment-schema";

/** What MLflow's clients tell of the program, by the tags they tell it in. */
const SOURCE_TAGS: Readonly<Record<string, string>> = {
  "mlflow.source.git.commit": "git_commit",
  "mlflow.source.git.branch": "git_branch",
  "mlflow.source.git.repoURL": "git_repository",
  "mlflow.source.name": "source",
  "mlflow.source.type": "source_type",
  "mlflow.user": "user",
};

const REQUIREMENTS = "requirements.txt";
const PYTHON_ENV = "python_env.yaml";

/**
 * What a run ran in: what was recorded with it, what its tags say of the program, and the packages of the
 * requirements.txt among its artifacts or of the first model it logged.
 * @throws DomainError not_found
 */
export async function getRunEnvironment({
  ctx,
  input,
}: Call<ProjectContext, RunIdInput>): Promise<RunEnvironment> {
  authorise(ctx, "project:read");
  const { runId } = parse(runIdInput, input);
  const projectId = ctx.project.id;
  const run = await ctx.db.prisma.run.findUnique({
    where: { projectId_id: { projectId, id: runId } },
    select: { environment: true, tags: { where: { key: { in: Object.keys(SOURCE_TAGS) } } } },
  });
  if (!run) throw notFound("run", runId);
  const recorded = Object.entries(run.environment as Record<string, unknown>).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const told = run.tags.map(({ key, value }) => [SOURCE_TAGS[key], value]);
  const place = await findRequirements(ctx, runId);
  const requirements = place && (await textOf(ctx, place.root, place.folder + REQUIREMENTS));
  const python = place && pythonVersion((await textOf(ctx, place.root, place.folder + PYTHON_ENV)) ?? "");
  return {
    facts: Object.fromEntries([...told, ...recorded, ...(python ? [["python", python]] : [])]) as Record<
      string,
      string
    >,
    packages: parseRequirements(requirements ?? ""),
    packagesFrom: place && { ...place.root, path: place.folder + REQUIREMENTS },
  };
}

interface Place {
  root: ArtifactRoot;
  folder: string;
}

async function findRequirements({ db, project }: ProjectContext, runId: string): Promise<Place | null> {
  const [found] = await db.prisma.$queryRaw<{ modelId: string | null; path: string }[]>`
    SELECT NULL AS "modelId", path, 0 AS place FROM "Artifact"
    WHERE "projectId" = ${project.id}::uuid AND "runId" = ${runId}
      AND (path = ${REQUIREMENTS} OR path LIKE ${`%/${REQUIREMENTS}`})
    UNION ALL
    SELECT a."modelId", a.path, 1 FROM "RunLoggedModel" r
    JOIN "LoggedModelArtifact" a ON a."projectId" = r."projectId" AND a."modelId" = r."modelId"
    WHERE r."projectId" = ${project.id}::uuid AND r."runId" = ${runId} AND r.role = 'output' AND a.path = ${REQUIREMENTS}
    ORDER BY place, path LIMIT 1`;
  if (!found) return null;
  const root = found.modelId === null ? { runId } : { modelId: found.modelId };
  return { root, folder: found.path.slice(0, -REQUIREMENTS.length) };
}

/** A file that is not there, or no text, says nothing. */
async function textOf(ctx: ProjectContext, root: ArtifactRoot, path: string): Promise<string | null> {
  try {
    return (await readArtifactText({ ctx, input: { root, path } })).text;
  } catch (error) {
    if (DomainError.is(error) && error.code !== "store_unavailable") return null;
    throw error;
  }
}
