import { Prisma } from "@pipepilot/db";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { decodeCursor, encodeCursor, toPage, type Page } from "../page";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { listArtifactsInput, type ArtifactEntry, type ListArtifactsInput } from "./schema";
import { artifactsOf, requireRoot } from "./table";

interface Row {
  name: string;
  isFolder: boolean;
  size: bigint | null;
}

/**
 * What stands directly in a folder of a run's or a logged model's artifacts, or of a version's files, by name (code point by code point); nothing
 * where the path is a file or not there.
 * @throws DomainError not_found for the run, model or version
 */
export async function listArtifacts({
  ctx,
  input,
}: Call<ProjectContext, ListArtifactsInput>): Promise<Page<ArtifactEntry>> {
  authorise(ctx, "project:read");
  const { root, path, limit, cursor } = parse(listArtifactsInput, input);
  await requireRoot(ctx, root);
  const inside = path === "" ? "" : `${path}/`;
  const after = cursor === undefined ? null : decodeCursor(z.string(), cursor);
  const rows = await ctx.db.prisma.$queryRaw<Row[]>`
    SELECT name, bool_or(deeper) AS "isFolder", max(size) FILTER (WHERE NOT deeper) AS size
    FROM (
      SELECT split_part(rest, '/', 1) COLLATE "C" AS name, strpos(rest, '/') > 0 AS deeper, size
      FROM (
        SELECT substr(path, char_length(${inside}) + 1) AS rest, size
        FROM ${artifactsOf(ctx, root)} AND starts_with(path, ${inside})
      ) AS below
    ) AS entry
    ${after === null ? Prisma.empty : Prisma.sql`WHERE name > ${after}`}
    GROUP BY name ORDER BY name ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit + 1}`}`;
  const page = toPage(rows, limit ?? rows.length, ({ name }) => encodeCursor(name));
  return { ...page, items: page.items.map((row) => entry(inside, row)) };
}

function entry(inside: string, { name, isFolder, size }: Row): ArtifactEntry {
  return { path: inside + name, isFolder, size: isFolder ? null : Number(size) };
}
