import { availableParallelism } from "node:os";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** A directory, `file:/...` or `s3://...`; unset: `.pipepilot/objects`. */
  OBJECT_STORE: z.string().optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(5002),
  /** Inngest Cloud or a self-hosted cluster; unset: an Inngest server inside this process. */
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  PIPEPILOT_EMBEDDED_INNGEST_PORT: port.default(5003),
  /** Threads that one step may use. */
  PIPEPILOT_THREADS: z.coerce.number().int().min(1).max(256).default(availableParallelism()),
  /** Steps that compute at the same time. */
  PIPEPILOT_STEPS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(2),
  PIPEPILOT_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
  PIPEPILOT_GIT_COMMIT: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** @throws Error naming every wrong variable */
export function parseEnv(variables: NodeJS.Dict<string>): Env {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n  ${problems.join("\n  ")}`);
}
