import { z } from "zod";

const count = (byDefault: number) => z.coerce.number().int().positive().default(byDefault);
const megabytes = 1024 * 1024;

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** A directory, `file:/...` or `s3://...`; unset: `.pipepilot/objects`. */
  OBJECT_STORE: z.string().optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(5001),
  /** Shared with the web server, which signs with it what it asks in a person's name. Unset: only API keys are taken. */
  PIPEPILOT_INTERNAL_SECRET: z.string().min(32).optional(),
  /** Where others reach this process, as shown on the serving page. Unset: where it listens. */
  PIPEPILOT_INFERENCE_URL: z.url().optional(),
  PIPEPILOT_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
  PIPEPILOT_MAX_BODY_BYTES: count(16 * megabytes),
  PIPEPILOT_MAX_ROWS: count(100_000),
  /** Of one key, to this process. */
  PIPEPILOT_REQUESTS_PER_SECOND: count(10_000),
  /** Memory for versions that were asked for and are not Production. */
  PIPEPILOT_MODEL_CACHE_BYTES: count(256 * megabytes),
  /** Requests per second and version whose inputs are kept with the prediction. */
  PIPEPILOT_INPUT_SAMPLES_PER_SECOND: z.coerce.number().int().min(0).default(10),
});

export type Env = z.infer<typeof schema>;

/** @throws Error naming every wrong variable */
export function parseEnv(variables: NodeJS.Dict<string>): Env {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n  ${problems.join("\n  ")}`);
}
