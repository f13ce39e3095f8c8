import { z } from "zod";
import { loggedModelId } from "../logged-model/keys";
import { traceId } from "../trace/keys";
import { cursor } from "../page";
import { relativePath, runId } from "../run/keys";

/** Whose artifacts: a run's, a logged model's or a trace's. */
export const artifactRoot = z.union([
  z.strictObject({ runId }),
  z.strictObject({ modelId: loggedModelId }),
  z.strictObject({ traceId }),
]);
export type ArtifactRoot = z.infer<typeof artifactRoot>;

/** Whose files can be read: a version's too, which never change. */
export const readableRoot = z.union([artifactRoot, z.strictObject({ modelVersionId: z.uuid() })]);
export type ReadableRoot = z.infer<typeof readableRoot>;

/** "" is everything under the root. */
const folder = z.union([z.literal(""), relativePath]);

export const artifactInput = z.strictObject({ root: artifactRoot, path: relativePath });
export type ArtifactInput = z.input<typeof artifactInput>;

export const findArtifactInput = z.strictObject({ root: readableRoot, path: relativePath });
export type FindArtifactInput = z.input<typeof findArtifactInput>;

export const listFilesInput = z.strictObject({ root: readableRoot });
export type ListFilesInput = z.input<typeof listFilesInput>;

export const listArtifactsInput = z.strictObject({
  root: readableRoot,
  path: folder.default(""),
  /** Absent: all of them. */
  limit: z.int().min(1).max(100_000).optional(),
  cursor,
});
export type ListArtifactsInput = z.input<typeof listArtifactsInput>;

export const deleteArtifactsInput = z.strictObject({ root: artifactRoot, path: folder });
export type DeleteArtifactsInput = z.input<typeof deleteArtifactsInput>;

export const readArtifactTextInput = z.strictObject({
  root: readableRoot,
  path: relativePath,
  /** More is not read: the text then ends in the middle. */
  maxBytes: z
    .int()
    .min(1)
    .max(2 * 1024 ** 2)
    .default(512 * 1024),
});
export type ReadArtifactTextInput = z.input<typeof readArtifactTextInput>;

export interface ArtifactTextPart {
  size: number;
  text: string;
  /** There is more of it than `text`. */
  isCut: boolean;
}

export const previewArtifactRowsInput = z.strictObject({
  root: readableRoot,
  path: relativePath,
  limit: z.int().min(1).max(500).default(100),
});
export type PreviewArtifactRowsInput = z.input<typeof previewArtifactRowsInput>;

/** Larger Parquet files are downloaded, not read for a page. */
export const PARQUET_PREVIEW_BYTES = 256 * 1024 ** 2;

export interface ArtifactRows {
  /** Of the whole file; the first 200 are shown. */
  columnCount: number;
  columns: { name: string; type: string }[];
  /** The first ones; long texts are cut. */
  rows: (string | null)[][];
  rowCount: number;
}

export const ARTIFACT_BYTES = 5 * 1024 ** 3;

/** A file, or a folder that files stand in; there are no empty ones. */
export interface ArtifactEntry {
  /** from the root */
  path: string;
  isFolder: boolean;
  /** bytes; null for a folder */
  size: number | null;
}
