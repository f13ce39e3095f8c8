import { objectKey } from "@pipepilot/storage";
import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { getModelVersion } from "./get-version";
import type { GetModelVersionInput } from "./schema";

const EXAMPLE_FILE = "input_example.json";
const split = z.object({
  columns: z.array(z.string()),
  data: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).min(1),
});

export type InputExample = Record<string, string | number | boolean | null>;

/** The bundle's example row, by column; null where the bundle has none. @throws DomainError not_found */
export async function getInputExample({
  ctx,
  input,
}: Call<ProjectContext, GetModelVersionInput>): Promise<InputExample | null> {
  const { files } = await getModelVersion({ ctx, input });
  const file = files.find(({ path }) => path === EXAMPLE_FILE);
  if (!file) return null;
  const parsed = split.safeParse(
    JSON.parse(new TextDecoder().decode(await ctx.store.read(objectKey(file.hash)))),
  );
  if (!parsed.success) return null;
  const { columns, data } = parsed.data;
  return Object.fromEntries(columns.map((column, index) => [column, data[0][index] ?? null]));
}
