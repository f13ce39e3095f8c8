import { z } from "zod";
import { loggedModelId } from "../logged-model/keys";
import { cursor } from "../page";
import { relativePath, runId } from "../run/keys";

/** Whose artifacts: a run's or a logged model's. */
export const artifactRoot = z.union([z.strictObject({ runId }), z.strictObject({ modelId: loggedModelId })]);
export type ArtifactRoot = z.infer<typeof artifactRoot>;

/** "" is everything under the root. */
const folder = z.union([z.literal(""), relativePath]);

export const artifactInput = z.strictObject({ root: artifactRoot, path: relativePath });
export type ArtifactInput = z.input<typeof artifactInput>;

export const listArtifactsInput = z.strictObject({
  root: artifactRoot,
  path: folder.default(""),
  /** Absent: all of them. */
  limit: z.int().min(1).max(100_000).optional(),
  cursor,
});
export type ListArtifactsInput = z.input<typeof listArtifactsInput>;

export const deleteArtifactsInput = z.strictObject({ root: artifactRoot, path: folder });
export type DeleteArtifactsInput = z.input<typeof deleteArtifactsInput>;

export const ARTIFACT_BYTES = 5 * 1024 ** 3;

/** A file, or a folder that files stand in; there are no empty ones. */
export interface ArtifactEntry {
  /** from the root */
  path: string;
  isFolder: boolean;
  /** bytes; null for a folder */
  size: number | null;
}
