import { z } from "zod";
import { positiveNumber } from "../number";
import { runId } from "../run/keys";
import type { ActorRecord } from "../run/schema";
import { plainText } from "../text";
import {
  aliasName,
  description,
  modelName,
  registryTagKey,
  registryTags,
  registryTagValue,
  stage,
  type StageName,
  type Tag,
} from "./names";
import type { ModelRef, ModelVersionRef } from "./schema";

/** What the registry's API asks and answers. Pages read more of a model: `schema.ts`. */

export const createModelInput = z.strictObject({
  name: modelName,
  description: description.default(""),
  tags: registryTags,
});
export type CreateModelInput = z.input<typeof createModelInput>;

export const modelInput = z.strictObject({ model: modelName });
export type ModelInput = z.input<typeof modelInput>;

export const updateModelInput = z.strictObject({ model: modelName, description });
export type UpdateModelInput = z.input<typeof updateModelInput>;

export const renameModelInput = z.strictObject({ model: modelName, name: modelName });
export type RenameModelInput = z.input<typeof renameModelInput>;

export const versionInput = z.strictObject({ model: modelName, number: positiveNumber });
export type VersionInput = z.input<typeof versionInput>;

export const getVersionByAliasInput = z.strictObject({ model: modelName, alias: aliasName });
export type GetVersionByAliasInput = z.input<typeof getVersionByAliasInput>;

export const latestVersionsInput = z.strictObject({
  model: modelName,
  /** None means all of them. */
  stages: z.array(stage).max(100).default([]),
});
export type LatestVersionsInput = z.input<typeof latestVersionsInput>;

export const setModelTagInput = z.strictObject({
  model: modelName,
  /** Of this version; absent: of the model. */
  number: positiveNumber.optional(),
  key: registryTagKey,
  /** null removes the tag */
  value: registryTagValue.nullable(),
});
export type SetModelTagInput = z.input<typeof setModelTagInput>;

export const sourceUri = plainText(2000).min(1, "Name the source.");

export const registerVersionInput = z.strictObject({
  model: modelName,
  /** Makes the model where there is none of this name; otherwise it exists already. */
  createModel: z.boolean().default(false),
  /** Where the model's files are: `runs:/`, `mlflow-artifacts:/`, `models:/`, or a URI outside of here. */
  source: sourceUri,
  /** Absent, it is the run that the source names or comes from. */
  runId: runId.optional(),
  /** The logged model that the source is, where it is one. */
  loggedModelId: plainText(100).optional(),
  runLink: plainText(2000).optional(),
  description: description.default(""),
  tags: registryTags,
});
export type RegisterVersionInput = z.input<typeof registerVersionInput>;

export const VERSION_STATUSES = ["PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY"] as const;

export interface VersionRecord extends ModelVersionRef {
  modelId: string;
  description: string;
  createdAt: Date;
  updatedAt: Date;
  createdBy: ActorRecord;
  /** As it was registered; null for what our own pipelines made. */
  source: string | null;
  runId: string | null;
  runLink: string | null;
  status: (typeof VERSION_STATUSES)[number];
  statusMessage: string | null;
  /** By key. */
  tags: Tag[];
  aliases: string[];
}

export interface ModelRecord extends ModelRef {
  description: string;
  createdAt: Date;
  updatedAt: Date;
  /** By key. */
  tags: Tag[];
  aliases: { alias: string; number: number }[];
  /** The newest of each stage that has any. */
  latestVersions: VersionRecord[];
}

export type { StageName };
