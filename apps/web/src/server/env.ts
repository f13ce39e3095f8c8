import "server-only";
import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  OBJECT_STORE: z.string().default(".pipepilot/objects"),
  AUTH_SECRET: z.string().min(32),
  /** Shared with the inference service: signs what the web server asks it in a person's name. */
  PIPEPILOT_INTERNAL_SECRET: z.string().min(32),
  /** Where people reach the inference service, for examples on pages and for the server's own calls. */
  PIPEPILOT_INFERENCE_URL: z.url().default("http://127.0.0.1:5001"),
  PIPEPILOT_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 ** 3),
});

export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/** Parsed at first use, not at import: `next build` has no database. @throws Error naming every wrong variable */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable:\n  ${problems.join("\n  ")}`);
  }
  return (parsed = result.data);
}
