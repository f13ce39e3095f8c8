import { objectKey } from "@pipepilot/storage";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { getModelVersion } from "../model/get-version";
import { parse } from "../parse";
import { authorise } from "../permissions";

const readBundleInput = z.strictObject({
  model: z.string(),
  number: z.int().positive(),
  /** Files of the bundle, by their paths. */
  paths: z.array(z.string()).min(1),
});

/**
 * The bytes of some of a version's files, by path.
 * @throws DomainError not_found, bundle_invalid where the bundle has no such file
 */
export async function readBundle({
  ctx,
  input,
}: Call<ProjectContext, z.input<typeof readBundleInput>>): Promise<Record<string, Uint8Array>> {
  authorise(ctx, "project:read");
  const { model, number, paths } = parse(readBundleInput, input);
  const { files } = await getModelVersion({ ctx, input: { model, number } });
  const read = paths.map(async (path) => {
    const file = files.find((each) => each.path === path);
    if (!file) throw new DomainError("bundle_invalid", `${model} v${number} has no file ${path}.`, { path });
    return [path, await ctx.store.read(objectKey(file.hash))] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
