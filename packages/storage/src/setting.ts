import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export interface LocalStoreConfig {
  readonly kind: "local";
  /** absolute path */
  readonly directory: string;
}

export interface S3StoreConfig {
  readonly kind: "s3";
  readonly bucket: string;
  /** "" or a path that ends with "/" */
  readonly prefix: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly forcePathStyle: boolean;
}

export type ObjectStoreConfig = LocalStoreConfig | S3StoreConfig;

const bucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens",
  );
const prefix = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9!_.*'()/-]*$/, "a prefix has letters, digits and -_.!*'() only")
  .refine((value) => !value.split("/").includes(".."), "a prefix has no ..");
const s3Options = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be a region's name such as eu-central-1")
    .optional(),
  forcePathStyle: z.enum(["true", "false"]).optional(),
});

/**
 * Reads the setting OBJECT_STORE: nothing (the directory `.pipepilot/objects`), a path, `file:/directory`, or
 * `s3://bucket/prefix?endpoint=...&region=...&forcePathStyle=true`. Relative paths count from `baseDirectory`.
 * Throws an Error that names what is wrong.
 */
export function parseObjectStoreUrl(
  value: string | undefined,
  baseDirectory = process.cwd(),
): ObjectStoreConfig {
  const setting = value?.trim() ?? "";
  if (setting === "") return { kind: "local", directory: path.resolve(baseDirectory, ".pipepilot/objects") };
  if (setting.startsWith("s3:")) return parseS3(setting);
  if (setting.startsWith("file:")) return { kind: "local", directory: parseFileUrl(setting) };
  if (/^[a-z][a-z0-9+.-]+:/i.test(setting)) {
    throw invalid(
      `"${setting.split(":", 1)[0]}:" is not supported; use a path, file:/directory or s3://bucket`,
    );
  }
  return { kind: "local", directory: path.resolve(baseDirectory, setting) };
}

function parseFileUrl(setting: string): string {
  if (!setting.startsWith("file:/"))
    throw invalid("file: needs an absolute path, such as file:/var/lib/pipepilot");
  try {
    return path.resolve(fileURLToPath(setting));
  } catch {
    throw invalid("file: needs a local path without a host, such as file:/var/lib/pipepilot");
  }
}

function parseS3(setting: string): S3StoreConfig {
  if (!setting.startsWith("s3://") || !URL.canParse(setting)) {
    throw invalid("expected s3://bucket/prefix?endpoint=...&region=...&forcePathStyle=true");
  }
  const url = new URL(setting);
  if (url.username || url.password)
    throw invalid("credentials come from the environment (AWS_ACCESS_KEY_ID, ...)");
  const bucket = check("bucket", bucketName, url.host);
  const path = check("prefix", prefix, decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ""));
  const options = check("options", s3Options, Object.fromEntries(url.searchParams));
  return {
    kind: "s3",
    bucket,
    prefix: path === "" ? "" : `${path}/`,
    region: options.region,
    endpoint: options.endpoint,
    forcePathStyle: options.forcePathStyle === "true",
  };
}

function check<T>(part: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => [...issue.path, issue.message].join(": "));
  throw invalid(`${part}: ${issues.join("; ")}`);
}

function invalid(message: string): Error {
  return new Error(`OBJECT_STORE: ${message}.`);
}
