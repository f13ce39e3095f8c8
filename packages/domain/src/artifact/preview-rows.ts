import { objectKey, StorageError } from "@pipepilot/storage";
import type { Call, ProjectContext } from "../context";
import { identifier, literal, withDuckDb } from "../dataset/ingest/duckdb";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findArtifact } from "./find";
import {
  PARQUET_PREVIEW_BYTES,
  previewArtifactRowsInput,
  type ArtifactRows,
  type PreviewArtifactRowsInput,
} from "./schema";

const MAX_COLUMNS = 200;
const MAX_CELL = 300;

/**
 * The first rows of a Parquet artifact, its columns and how many rows there are.
 * @throws DomainError not_found
 * @throws DomainError too_large above 256 MiB; such a file is downloaded
 * @throws DomainError invalid_input where it is no Parquet file
 * @throws DomainError store_unavailable
 */
export async function previewArtifactRows({
  ctx,
  input,
}: Call<ProjectContext, PreviewArtifactRowsInput>): Promise<ArtifactRows> {
  authorise(ctx, "project:read");
  const { root, path, limit } = parse(previewArtifactRowsInput, input);
  const { hash, size } = await findArtifact({ ctx, input: { root, path } });
  if (size > PARQUET_PREVIEW_BYTES)
    throw new DomainError("too_large", `${path} is larger than 256 MiB and is only downloaded.`, {
      path,
      size,
      limit: PARQUET_PREVIEW_BYTES,
    });
  const file = await ctx.store.asLocalFile(objectKey(hash)).catch((error: unknown) => {
    if (!(error instanceof StorageError)) throw error;
    const message = "The file cannot be read now. Try again in a moment.";
    throw new DomainError("store_unavailable", message, {}, { cause: error });
  });
  try {
    return await readRows(file.path, limit);
  } catch (error) {
    throw new DomainError("invalid_input", `${path} cannot be read as Parquet.`, { path }, { cause: error });
  } finally {
    await file.release();
  }
}

/** Every cell as text: what a file may hold (lists, maps, decimals) is more than pages have types for. */
function readRows(file: string, limit: number): Promise<ArtifactRows> {
  return withDuckDb({ files: [file] }, async (connection) => {
    const source = `read_parquet(${literal(file)})`;
    const described = (await (
      await connection.run(`DESCRIBE SELECT * FROM ${source}`)
    ).getRows()) as string[][];
    const counted = await (await connection.run(`SELECT count(*)::DOUBLE FROM ${source}`)).getRows();
    const columns = described
      .slice(0, MAX_COLUMNS)
      .map(([name, type]) => ({ name, type: type.toLowerCase() }));
    const cells = columns.map(({ name }) => `left(${identifier(name)}::VARCHAR, ${MAX_CELL})`);
    const rows = await (
      await connection.run(`SELECT ${cells.join(", ")} FROM ${source} LIMIT ${limit}`)
    ).getRows();
    return {
      columnCount: described.length,
      columns,
      rows: rows as (string | null)[][],
      rowCount: Number(counted[0][0]),
    };
  });
}
