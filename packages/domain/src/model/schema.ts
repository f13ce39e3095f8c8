import { z } from "zod";
import { cursor, pageLimit } from "../page";
import { positiveNumber } from "../number";
import { relativePath, runId, sha256 } from "../run/keys";
import type { ActorRecord } from "../run/schema";
import { plainText } from "../text";
import {
  aliasName,
  description,
  isReservedAlias,
  modelName,
  RESERVED_ALIAS,
  stage,
  STAGES,
  type StageName,
  type Tag,
} from "./names";

export { modelName, STAGES, stage, type StageName };

/** The tasks of our own pipelines. */
const task = z.enum(["regression", "classification"]);
/** What a model does of which nobody says it. */
export const UNKNOWN_TASK = "unknown";

export const SIGNATURE_TYPES = [
  "boolean",
  "integer",
  "long",
  "float",
  "double",
  "string",
  "binary",
  "datetime",
  // Of models that MLflow's clients log; our own families read none of them.
  "array",
  "object",
  "map",
  "any",
  "tensor",
] as const;
const signatureType = z.enum(SIGNATURE_TYPES);

/** MLflow's model signature. */
export const modelSignature = z.object({
  inputs: z
    .array(z.object({ name: plainText(500), type: signatureType, required: z.boolean().default(true) }))
    .max(10_000),
  outputs: z
    .array(
      z.object({
        name: plainText(500).optional(),
        type: signatureType,
        required: z.boolean().default(true),
      }),
    )
    .max(1000),
});
export type ModelSignature = z.infer<typeof modelSignature>;

export const bundleFile = z.object({ path: relativePath, hash: sha256, size: z.number().int().min(0) });
export type BundleFile = z.infer<typeof bundleFile>;

export const ensureModelInput = z.strictObject({ name: modelName, description: description.optional() });
export type EnsureModelInput = z.input<typeof ensureModelInput>;

export const listModelsInput = z.strictObject({ cursor, limit: pageLimit(50, 200) });
export type ListModelsInput = z.input<typeof listModelsInput>;

export const getModelInput = z.strictObject({ name: modelName, cursor, limit: pageLimit(100, 200) });
export type GetModelInput = z.input<typeof getModelInput>;

export const createModelVersionInput = z.strictObject({
  /** Created when it is new. */
  model: modelName,
  /** A second call for the same run answers with the version of the first. */
  runId: runId.optional(),
  datasetVersionId: z.uuid().optional(),
  task,
  family: plainText(100).min(1),
  signature: modelSignature,
  files: z.array(bundleFile).min(1, "A bundle has at least one file.").max(2000),
  description: description.default(""),
});
export type CreateModelVersionInput = z.input<typeof createModelVersionInput>;

export const transitionStageInput = z.strictObject({
  model: modelName,
  number: positiveNumber,
  stage,
  reason: plainText(2000).default(""),
  /**
   * Archive what already stands in the target stage (Production and Staging only). Absent: yes for Production, which
   * holds one version at a time; no for Staging. False for Production is refused while another version is there.
   */
  archiveExisting: z.boolean().optional(),
});
export type TransitionStageInput = z.input<typeof transitionStageInput>;

export const updateVersionDescriptionInput = z.strictObject({
  model: modelName,
  number: positiveNumber,
  description,
});
export type UpdateVersionDescriptionInput = z.input<typeof updateVersionDescriptionInput>;

export const getModelVersionInput = z.strictObject({ model: modelName, number: positiveNumber });
export type GetModelVersionInput = z.input<typeof getModelVersionInput>;

/** At most one of the three; none means Production. A stage with several versions means its newest. */
export const versionSelector = z
  .object({
    version: z.union([positiveNumber, z.literal("latest")]).optional(),
    stage: stage.optional(),
    alias: aliasName.optional(),
  })
  .refine(
    ({ version, stage, alias }) => [version, stage, alias].filter((each) => each !== undefined).length <= 1,
    "Choose one of version, stage and alias.",
  );
export type VersionSelector = z.infer<typeof versionSelector>;

export const resolveVersionInput = versionSelector.safeExtend({ model: modelName });
export type ResolveVersionInput = z.input<typeof resolveVersionInput>;

export const setAliasInput = z
  .strictObject({
    model: modelName,
    alias: aliasName,
    /** null removes the alias */
    number: positiveNumber.nullable(),
  })
  .refine(({ alias, number }) => number === null || !isReservedAlias(alias), {
    path: ["alias"],
    message: RESERVED_ALIAS,
  });
export type SetAliasInput = z.input<typeof setAliasInput>;

export interface ModelRef {
  id: string;
  name: string;
}

export interface ModelVersionRef {
  id: string;
  model: string;
  number: number;
  stage: StageName;
}

/** What live inference processes say of a version. */
export interface ServingState {
  /** `ready` when at least one process answers with it. */
  state: "ready" | "loading" | "failed";
  /** Processes that answer with it. */
  instances: number;
  /** Why loading failed, where it did. */
  error: string | null;
}

export interface ModelVersionSummary extends ModelVersionRef {
  description: string;
  /** regression, classification or unknown */
  task: string;
  /** One of ours, or the flavor of a model that an MLflow client logged. */
  family: string;
  bundleHash: string;
  sizeBytes: number;
  createdAt: Date;
  updatedAt: Date;
  createdBy: ActorRecord;
  run: { id: string; name: string; experiment: string } | null;
  dataset: { name: string; number: number; datasetVersionId: string } | null;
  /** Latest metrics of its run; NaN and infinities are possible. */
  metrics: Record<string, number>;
  aliases: string[];
  /** By key. */
  tags: Tag[];
  /** The URI that an MLflow client registered; null for what our own pipelines made. */
  source: string | null;
  /** Null where no live process has it. */
  serving: ServingState | null;
}

export interface StageTransitionRecord {
  id: string;
  number: number;
  from: StageName;
  to: StageName;
  reason: string;
  actor: ActorRecord;
  at: Date;
}

export interface ModelSummary extends ModelRef {
  description: string;
  createdAt: Date;
  updatedAt: Date;
  /** By key. */
  tags: Tag[];
  versionCount: number;
  latest: { number: number; stage: StageName; createdAt: Date } | null;
  production: { number: number } | null;
}

export interface ModelDetail extends ModelSummary {
  /** Newest first, one page. */
  versions: ModelVersionSummary[];
  nextCursor: string | null;
  aliases: { alias: string; number: number }[];
  /** The newest 100 stage changes, newest first. */
  history: StageTransitionRecord[];
}

export interface ModelVersionDetail extends ModelVersionSummary {
  modelId: string;
  signature: ModelSignature;
  /** Sorted by path. */
  files: BundleFile[];
  params: Record<string, string>;
  history: StageTransitionRecord[];
}

/** What a version needs to be loaded and to answer. */
export interface ServedVersion {
  projectId: string;
  projectSlug: string;
  modelId: string;
  model: string;
  modelVersionId: string;
  number: number;
  stage: StageName;
  bundleHash: string;
  files: BundleFile[];
  signature: ModelSignature;
  family: string;
  task: string;
  runId: string | null;
}
