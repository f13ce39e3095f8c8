import type { Readable } from "node:stream";
import { objectKey } from "@pipepilot/storage";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { notFound } from "../errors";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { relativePath } from "../run/keys";
import type { BundleFile } from "./schema";

const versionFilesInput = z.strictObject({ modelVersionId: z.uuid() });
export type VersionFilesInput = z.input<typeof versionFilesInput>;
const openVersionFileInput = versionFilesInput.extend({ path: relativePath });
export type OpenVersionFileInput = z.input<typeof openVersionFileInput>;

/** A version's files, sorted by path. @throws DomainError not_found */
export async function listVersionFiles({
  ctx,
  input,
}: Call<ProjectContext, VersionFilesInput>): Promise<BundleFile[]> {
  authorise(ctx, "project:read");
  const { modelVersionId } = parse(versionFilesInput, input);
  const version = await ctx.db.prisma.modelVersion.findFirst({
    where: { projectId: ctx.project.id, id: modelVersionId },
    select: { files: true },
  });
  if (!version) throw notFound("model version", modelVersionId);
  // Written by insertVersion, which got them parsed.
  return version.files as unknown as BundleFile[];
}

export interface OpenedVersionFile extends BundleFile {
  /** The bytes, as they come from the store; whoever does not read them to the end destroys the stream. */
  readonly content: Readable;
}

/** One of a version's files as a stream. @throws DomainError not_found */
export async function openVersionFile({
  ctx,
  input,
}: Call<ProjectContext, OpenVersionFileInput>): Promise<OpenedVersionFile> {
  authorise(ctx, "project:read");
  const { modelVersionId, path } = parse(openVersionFileInput, input);
  const files = await listVersionFiles({ ctx, input: { modelVersionId } });
  const file = files.find((each) => each.path === path);
  if (!file) throw notFound("file", path);
  return { ...file, content: await ctx.store.get(objectKey(file.hash)) };
}
