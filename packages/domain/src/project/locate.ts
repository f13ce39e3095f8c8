import { z } from "zod";
import { Prisma } from "@pipepilot/db";
import type { Context } from "../context";
import { DomainError, notFound } from "../errors";
import { parse } from "../parse";
import { runId } from "../run/keys";
import { loggedModelId } from "../logged-model/keys";
import { plainText } from "../text";

/** What an address of MLflow names: it knows of no projects. */
export const locateInput = z.union([
  z.strictObject({ runId }),
  z.strictObject({ loggedModelId }),
  z.strictObject({ experimentId: z.uuid() }),
  z.strictObject({ experiment: plainText(500).min(1) }),
  z.strictObject({ model: plainText(256).min(1) }),
]);
export type LocateInput = z.input<typeof locateInput>;

export interface Located {
  /** the project's slug */
  project: string;
  experiment: string | null;
  runId: string | null;
}

/**
 * Where something is, among the projects of the person who asks; a name that several have is the one of the project's that
 * was changed last.
 * @throws DomainError not_found
 */
export async function locate({ ctx, input }: { ctx: Context; input: LocateInput }): Promise<Located> {
  if (ctx.actor.kind !== "user") throw new DomainError("permission_denied", "Only people open links.");
  const wanted = parse(locateInput, input);
  const [found] = await ctx.db.prisma.$queryRaw<Located[]>`
    SELECT p.slug AS project, found.experiment, found."runId"
    FROM (${query(wanted)}) AS found
    JOIN "Project" p ON p.id = found."projectId"
    JOIN "Member" m ON m."projectId" = p.id AND m."userId" = ${ctx.actor.userId}::uuid
    ORDER BY found.changed DESC LIMIT 1`;
  if (found) return found;
  const [[noun, name]] = Object.entries(wanted);
  throw notFound(noun, name);
}

function query(wanted: z.output<typeof locateInput>): Prisma.Sql {
  if ("model" in wanted)
    return Prisma.sql`
      SELECT "projectId", NULL AS experiment, NULL AS "runId", "updatedAt" AS changed
      FROM "RegisteredModel" WHERE name = ${wanted.model}`;
  if ("experimentId" in wanted || "experiment" in wanted) {
    const own =
      "experiment" in wanted
        ? Prisma.sql`name = ${wanted.experiment}`
        : Prisma.sql`id = ${wanted.experimentId}::uuid`;
    return Prisma.sql`
      SELECT "projectId", name AS experiment, NULL AS "runId", "updatedAt" AS changed FROM "Experiment" WHERE ${own}`;
  }
  const [table, run, id] =
    "runId" in wanted
      ? [Prisma.sql`"Run"`, Prisma.sql`r.id`, wanted.runId]
      : [Prisma.sql`"LoggedModel"`, Prisma.sql`r."sourceRunId"`, wanted.loggedModelId];
  return Prisma.sql`
    SELECT r."projectId", e.name AS experiment, ${run} AS "runId", e."updatedAt" AS changed
    FROM ${table} r JOIN "Experiment" e ON e."projectId" = r."projectId" AND e.id = r."experimentId"
    WHERE r.id = ${id}`;
}
