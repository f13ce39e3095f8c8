import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findVersion } from "./find";
import { identifier } from "./ingest/duckdb";
import { withParquet } from "./parquet";
import {
  previewDatasetVersionInput,
  type Cell,
  type DatasetColumn,
  type DatasetPreview,
  type PreviewDatasetVersionInput,
} from "./schema";
import { columnsOf } from "./summarise";

/** The first rows of a version, in the file's order; dates and timestamps as ISO texts. @throws DomainError not_found */
export async function previewDatasetVersion({
  ctx,
  input,
}: Call<ProjectContext, PreviewDatasetVersionInput>): Promise<DatasetPreview> {
  authorise(ctx, "project:read");
  const { dataset, number, limit } = parse(previewDatasetVersionInput, input);
  const version = await findVersion(ctx, dataset, number);
  const columns = columnsOf(version);
  const rows = await withParquet(ctx, version.parquetHash, async (connection, source) => {
    const result = await connection.run(
      `SELECT ${columns.map(shown).join(", ")} FROM ${source} LIMIT ${limit}`,
    );
    return (await result.getRows()) as Cell[][];
  });
  return { columns, rows };
}

function shown({ name, type }: DatasetColumn): string {
  const column = identifier(name);
  switch (type) {
    case "integer":
      return `${column}::DOUBLE`;
    case "date":
      return `${column}::VARCHAR`;
    case "timestamp":
      return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
    case "float":
    case "boolean":
    case "string":
      return column;
  }
}
