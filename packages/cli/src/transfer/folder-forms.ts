import { z } from "zod";
import { LOGGED_MODEL_STATUSES, RUN_STATUSES } from "./records";

const text = z.coerce.string();
const optional = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? null : String(value)));
const time = z.coerce.number().int().min(0);
const optionalTime = z.union([z.null(), time]).optional();

/** meta.yaml of MLflow's folders; what is not named here is not needed. */
export const experimentForm = z.object({
  name: text,
  lifecycle_stage: z.string().default("active"),
  creation_time: optionalTime,
  last_update_time: optionalTime,
});

/** A number, as MLflow writes it, or a name. */
const runStatus = z.union([
  z.enum(RUN_STATUSES),
  z
    .int()
    .min(1)
    .max(5)
    .transform((number) => RUN_STATUSES[number - 1]),
]);

export const runForm = z.object({
  run_id: text.optional(),
  run_uuid: text.optional(),
  run_name: optional,
  name: optional,
  status: runStatus,
  start_time: time,
  end_time: optionalTime,
  user_id: optional,
  lifecycle_stage: z.string().default("active"),
});

export const datasetForm = z.object({
  name: text,
  digest: text,
  source_type: text,
  source: text,
  schema: optional,
  profile: optional,
});

const tags = z.record(z.string(), text).nullish();
export const inputForm = z.object({
  source_type: z.string(),
  source_id: text,
  tags,
});
export const outputForm = z.object({ destination_id: text, step: z.coerce.number().int().default(0) });

export const loggedModelForm = z.object({
  model_id: z.string().regex(/^m-[0-9a-f]{32}$/, "is no logged model's id"),
  name: text,
  model_type: optional,
  source_run_id: optional,
  status: z
    .union([z.int().min(1).max(3), z.enum(LOGGED_MODEL_STATUSES)])
    .transform((status) => (typeof status === "number" ? LOGGED_MODEL_STATUSES[status - 1] : status)),
  creation_timestamp: time,
  last_updated_timestamp: time,
});

export const modelForm = z.object({
  name: text,
  description: optional,
  creation_timestamp: optionalTime,
  last_updated_timestamp: optionalTime,
});

export const versionForm = z.object({
  version: z.coerce.number().int().min(1),
  current_stage: z.string().nullish(),
  description: optional,
  source: optional,
  run_id: optional,
  run_link: optional,
  creation_timestamp: optionalTime,
  last_updated_timestamp: optionalTime,
});

/** registry.json: the registry in one file, for people and for folders without one. */
export const registryForm = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      description: z.string().default(""),
      created: time.default(0),
      updated: time.default(0),
      tags: z.record(z.string(), z.string()).default({}),
      aliases: z.record(z.string(), z.int()).default({}),
      versions: z.array(
        z.object({
          version: z.int().min(1),
          stage: z.string().default("None"),
          description: z.string().default(""),
          source: z.string(),
          run_id: z.string().nullable().default(null),
          run_link: z.string().nullable().default(null),
          tags: z.record(z.string(), z.string()).default({}),
          created: time.default(0),
          updated: time.default(0),
        }),
      ),
    }),
  ),
});
export type Registry = z.input<typeof registryForm>;
