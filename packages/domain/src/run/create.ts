import { randomInt, randomUUID } from "node:crypto";
import { Prisma } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { CHANNELS } from "../event/channels";
import { inTrash } from "../experiment/tracked";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation } from "../transact";
import { NAME_TAG, USER_TAG } from "./keys";
import { createRunInput, type CreateRunInput } from "./log-schema";
import type { TrackedRun } from "./tracked";

/**
 * A run of a client that tracks by itself, in one statement. Its name is the one given, or that of the tag
 * `mlflow.runName`, or made up.
 * @throws DomainError not_found for the experiment, in_trash
 * @throws DomainError invalid_input where name and tag differ
 * @throws DomainError already_exists where a run has the id that is asked for
 */
export async function createRun({ ctx, input }: Call<ProjectContext, CreateRunInput>): Promise<TrackedRun> {
  authorise(ctx, "run:write");
  const { experimentId, name, startTime, tags, id = newId() } = parse(createRunInput, input);
  const byKey = new Map(tags.map(({ key, value }) => [key, value]));
  const named = byKey.get(NAME_TAG);
  if (name && named && name !== named) throw twoNames(name, named);
  byKey.delete(NAME_TAG);
  const projectId = ctx.project.id;
  const change = JSON.stringify({ projectId, noun: "run", id });
  const createdBy = actorRecord(ctx.actor);
  const insert = ctx.db.prisma.$queryRaw<CreatedRun[]>`/* prepared */
    WITH experiment AS (
      SELECT id, "artifactLocation" FROM "Experiment" WHERE "projectId" = ${projectId}::uuid AND id = ${experimentId}::uuid AND "deletedAt" IS NULL
    ), run AS (
      INSERT INTO "Run" ("projectId", id, "experimentId", name, environment, "createdBy", "startTime")
      SELECT ${projectId}::uuid, ${id}, experiment.id, ${name || named || madeUpName()}, '{}',
        ${JSON.stringify(createdBy)}::jsonb,
        ${startTime === undefined ? Prisma.sql`now()` : Prisma.sql`to_timestamp(${startTime}::float8 / 1000)`}
      FROM experiment RETURNING id, name, "startTime"
    ), tag AS (
      INSERT INTO "RunTag" ("projectId", "runId", key, value)
      SELECT ${projectId}::uuid, run.id, each.key, each.value
      FROM run, unnest(${[...byKey.keys()]}::text[], ${[...byKey.values()]}::text[]) AS each(key, value)
    )
    SELECT run.name, run."startTime", experiment."artifactLocation", pg_notify(${CHANNELS.live}, ${change})::text
    FROM run, experiment`;
  const [run] = await insert.catch((error: unknown) => {
    throw isUniqueViolation(error) ? idTaken(id) : error;
  });
  if (!run) throw await missing(ctx, experimentId);
  const { name: called, startTime: started, artifactLocation } = run;
  return {
    id,
    experimentId,
    artifactLocation,
    name: called,
    status: "RUNNING",
    startTime: started,
    endTime: null,
    deletedAt: null,
    createdBy,
    user: byKey.get(USER_TAG) ?? null,
    metrics: [],
    params: [],
    tags: [...[...byKey].map(([key, value]) => ({ key, value })), { key: NAME_TAG, value: called }],
    inputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

const newId = () => randomUUID().replaceAll("-", "");

function idTaken(id: string): DomainError {
  return new DomainError("already_exists", `A run with the id "${id}" is here already.`, { id });
}

type CreatedRun = Pick<TrackedRun, "name" | "startTime" | "artifactLocation">;

function twoNames(name: string, tag: string): DomainError {
  const message = `The run's name is "${name}", its tag ${NAME_TAG} says "${tag}". Give one of them, or the same twice.`;
  return new DomainError("invalid_input", message, { problems: [{ path: "name", message }] });
}

async function missing(ctx: ProjectContext, id: string): Promise<DomainError> {
  const experiment = await ctx.db.prisma.experiment.findUnique({
    where: { projectId_id: { projectId: ctx.project.id, id } },
    select: { name: true },
  });
  return experiment ? inTrash("experiment", experiment.name, id) : notFound("experiment", id);
}

const MANNERS = [
  "calm",
  "bold",
  "keen",
  "quiet",
  "swift",
  "bright",
  "gentle",
  "proud",
  "merry",
  "wise",
  "brave",
  "lively",
];
const BIRDS = [
  "heron",
  "wren",
  "falcon",
  "plover",
  "kestrel",
  "robin",
  "osprey",
  "lark",
  "swift",
  "crane",
  "dunlin",
  "finch",
];

/** Such as "keen-heron-417". */
export function madeUpName(): string {
  const any = (words: readonly string[]) => words[randomInt(words.length)];
  return `${any(MANNERS)}-${any(BIRDS)}-${randomInt(1000)}`;
}
