import type { ArtifactEntry } from "@pipepilot/domain/artifact/schema";

export function fileInfoOut({ path, isFolder, size }: ArtifactEntry) {
  return { path, is_dir: isFolder, ...(size !== null && { file_size: size }) };
}
