import { z } from "zod";

export const IMPORTANCE_FILE = "feature_importance.json";

const importance = z.number();
const file = z.object({
  features: z.array(z.object({ feature: z.string(), importance })),
  columns: z.array(z.object({ column: z.string(), importance })),
});

export type Importance = z.infer<typeof file>;

/** The file that evaluation writes; null where it is of another form or says nothing, as a baseline's does. */
export function parseImportance(text: string): Importance | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = file.safeParse(content);
  return parsed.success && parsed.data.columns.length > 0 ? parsed.data : null;
}
