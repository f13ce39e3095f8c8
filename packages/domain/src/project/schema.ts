import { z } from "zod";
import { RESERVED_SLUGS } from "./slug";

export const projectSlug = z
  .string()
  .trim()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "Use lower-case letters, digits and hyphens, up to 64.");

export const createProjectInput = z.strictObject({
  name: z.string().trim().min(1, "Give the project a name.").max(80),
  /** Absent: made from the name. */
  slug: projectSlug
    .refine((slug) => !RESERVED_SLUGS.has(slug), "This address is one of the product's own. Choose another.")
    .optional(),
});
export type CreateProjectInput = z.input<typeof createProjectInput>;
