import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** A directory, `file:/...` or `s3://...`; unset: `.pipepilot/objects`. */
  OBJECT_STORE: z.string().optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(5000),
  /** Where the pages are, which this process stands before. */
  PIPEPILOT_PAGES_URL: z.url(),
  PIPEPILOT_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
});

export type Env = z.infer<typeof schema>;

/** @throws Error naming every wrong variable */
export function parseEnv(variables: NodeJS.Dict<string>): Env {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n  ${problems.join("\n  ")}`);
}
