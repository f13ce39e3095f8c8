import { objectKey } from "@pipepilot/storage";
import { standsUnder } from "../artifact/location";
import type { ArtifactRoot } from "../artifact/schema";
import { artifactsOf } from "../artifact/table";
import type { ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { sortedFiles } from "./bundle-hash";
import { describeModel, MLMODEL_BYTES, MLMODEL_FILE, UNDESCRIBED, type ModelDescription } from "./mlmodel";
import { resolveVersion } from "./resolve";
import type { BundleFile } from "./schema";
import { invalidSource, parseSource, type Source } from "./source";

/** More are no model. */
const MAX_FILES = 10_000;

/** What a version is made of, as its source is at this moment. */
export interface Snapshot extends ModelDescription {
  /** As it is kept: a stage or an alias has become the version it meant. */
  readonly source: string;
  readonly runId?: string;
  readonly datasetVersionId?: string;
  /** Where it is a logged model's. */
  readonly loggedModelId?: string;
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
}

/** What the client says beside the source. */
export interface Given {
  readonly runId?: string;
  readonly loggedModelId?: string;
}

/**
 * The files that a source names and what they say of the model. MLflow notes the place and reads whatever is there
 * later; a version here is immutable, so it has what is there now, by hash. What is uploaded afterwards is not part of it.
 * @throws DomainError invalid_input for a source that is none, or is another run's or logged model's than given
 * @throws DomainError not_found for a model, version or run that is not this project's
 */
export async function takeSnapshot(ctx: ProjectContext, uri: string, given: Given): Promise<Snapshot> {
  const { runId } = given;
  const source = parseSource(uri);
  switch (source.kind) {
    case "run":
      return ofRun(ctx, uri, source, runId);
    case "version":
    case "version-files":
      return ofVersion(ctx, uri, source, runId);
    case "logged-model":
      return ofLoggedModel(ctx, uri, source, given);
    case "elsewhere":
      return { source: uri, runId: await requireRun(ctx, runId), files: [], ...UNDESCRIBED };
  }
}

async function requireRun(ctx: ProjectContext, runId: string | undefined): Promise<string | undefined> {
  if (runId !== undefined && !(await findRun(ctx, runId))) throw notFound("run", runId);
  return runId;
}

const EXPERIMENT = { select: { id: true, artifactLocation: true } } as const;

function findRun({ db, project }: ProjectContext, id: string) {
  return db.prisma.run.findUnique({
    where: { projectId_id: { projectId: project.id, id } },
    select: { experiment: EXPERIMENT },
  });
}

const notItsRun = (uri: string) =>
  invalidSource(uri, "The run_id request parameter must identify the resource that contains the source.");

async function ofRun(
  ctx: ProjectContext,
  uri: string,
  source: Extract<Source, { kind: "run" }>,
  runId: string | undefined,
): Promise<Snapshot> {
  const run = await findRun(ctx, source.runId);
  if (!run || (runId !== undefined && runId !== source.runId)) throw notItsRun(uri);
  if (source.under !== null && !standsUnder(run.experiment, source.under)) throw notItsRun(uri);
  const files = await filesUnder(ctx, uri, { runId: source.runId }, source.path);
  return { source: uri, runId: source.runId, files, ...(await describe(ctx, files)) };
}

async function filesUnder(
  ctx: ProjectContext,
  uri: string,
  root: ArtifactRoot,
  path: string,
): Promise<BundleFile[]> {
  const folder = path === "" ? "" : `${path}/`;
  const rows = await ctx.db.prisma.$queryRaw<{ path: string; hash: string; size: bigint }[]>`
    SELECT path, "blobHash" AS hash, size FROM ${artifactsOf(ctx, root)}
      AND (path = ${path} OR starts_with(path, ${folder})) LIMIT ${MAX_FILES + 1}::int`;
  if (rows.length > MAX_FILES) throw invalidSource(uri, `It holds more than ${MAX_FILES} files.`);
  return sortedFiles(
    rows.map((row) => ({
      // Of a single file its name.
      path: row.path === path ? path.slice(path.lastIndexOf("/") + 1) : row.path.slice(folder.length),
      hash: row.hash,
      size: Number(row.size),
    })),
  );
}

async function ofLoggedModel(
  ctx: ProjectContext,
  uri: string,
  { id, under, path }: Extract<Source, { kind: "logged-model" }>,
  { runId, loggedModelId }: Given,
): Promise<Snapshot> {
  const model = await ctx.db.prisma.loggedModel.findFirst({
    where: { projectId: ctx.project.id, id, deletedAt: null },
    select: { sourceRunId: true, experiment: EXPERIMENT },
  });
  if (!model) throw notFound("logged model", id);
  const isElsewhere = under !== null && !standsUnder(model.experiment, under);
  if (isElsewhere || (loggedModelId !== undefined && loggedModelId !== id))
    throw invalidSource(
      uri,
      "The model_id request parameter must identify the resource that contains the source.",
    );
  await requireRun(ctx, runId);
  const files = await filesUnder(ctx, uri, { modelId: id }, path);
  return {
    source: uri,
    runId: runId ?? model.sourceRunId ?? undefined,
    loggedModelId: id,
    files,
    ...(await describe(ctx, files)),
  };
}

async function describe(ctx: ProjectContext, files: readonly BundleFile[]): Promise<ModelDescription> {
  const file = files.find(({ path }) => path === MLMODEL_FILE);
  if (!file || file.size > MLMODEL_BYTES) return UNDESCRIBED;
  return describeModel(new TextDecoder().decode(await ctx.store.read(objectKey(file.hash))));
}

/** A copy: the same files, under another name or number. */
async function ofVersion(
  ctx: ProjectContext,
  uri: string,
  source: Extract<Source, { kind: "version" | "version-files" }>,
  runId: string | undefined,
): Promise<Snapshot> {
  const id = source.kind === "version" ? await meantVersion(ctx, source) : source.modelVersionId;
  const version = await findVersion(ctx, id);
  if (!version) throw notFound("model version", id);
  const { model, number, files, signature, ...facts } = version;
  if (runId !== undefined && runId !== facts.runId)
    throw invalidSource(uri, "The run_id request parameter must match the referenced model version.");
  return {
    source: `models:/${model.name}/${number}`,
    task: facts.task,
    family: facts.family,
    runId: facts.runId ?? undefined,
    datasetVersionId: facts.datasetVersionId ?? undefined,
    // Written by insertVersion.
    files: files as unknown as BundleFile[],
    signature: signature as ModelDescription["signature"],
  };
}

async function meantVersion(
  ctx: ProjectContext,
  { model, selector }: Extract<Source, { kind: "version" }>,
): Promise<string> {
  try {
    return (await resolveVersion({ ctx, input: { model, ...selector } })).id;
  } catch (error) {
    // Nothing in Production is no failure of a service here: the version asked for is not there.
    if (DomainError.is(error) && error.code === "nothing_in_production")
      throw new DomainError("not_found", error.message, error.facts);
    throw error;
  }
}

function findVersion({ db, project }: ProjectContext, id: string) {
  return db.prisma.modelVersion.findFirst({
    where: { projectId: project.id, id },
    select: {
      number: true,
      files: true,
      signature: true,
      task: true,
      family: true,
      runId: true,
      datasetVersionId: true,
      model: { select: { name: true } },
    },
  });
}
