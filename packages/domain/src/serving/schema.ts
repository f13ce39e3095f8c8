import { z } from "zod";
import { modelName, versionSelector } from "../model/schema";
import { keptText, plainText } from "../text";

/** A heartbeat older than this means that the process is gone. */
export const ALIVE_WITHIN_MS = 15_000;

export const LOAD_STATES = ["loading", "ready", "failed"] as const;
export type LoadState = (typeof LOAD_STATES)[number];

/** The model by name or, for a key's default model, by id. */
export const findServedVersionInput = versionSelector
  .safeExtend({ model: modelName.optional(), modelId: z.uuid().optional() })
  .refine(({ model, modelId }) => (model === undefined) !== (modelId === undefined), "Name the model.");
export type FindServedVersionInput = z.input<typeof findServedVersionInput>;

const count = z.number().int().min(0);
const milliseconds = z.number().min(0).nullable();

export const reportHeartbeatInput = z.strictObject({
  instanceId: z.uuid(),
  hostname: plainText(255),
  pid: count,
  /** Where it answers: `http://127.0.0.1:5001` */
  address: plainText(500),
  /** Of the product. */
  version: plainText(100),
  memoryBytes: count,
  startedAt: z.date(),
  /** Everything it holds; what is absent is taken as dropped. */
  loads: z
    .array(
      z.strictObject({
        projectId: z.uuid(),
        modelVersionId: z.uuid(),
        state: z.enum(LOAD_STATES),
        error: keptText(2000).nullable().default(null),
        loadedAt: z.date().nullable().default(null),
        requestCount: count.default(0),
        errorCount: count.default(0),
        latencyP50Ms: milliseconds.default(null),
        latencyP95Ms: milliseconds.default(null),
        /** over the last minute */
        requestsPerMin: z.number().min(0).default(0),
        /** over the last five minutes */
        recentRequests: count.default(0),
        recentErrors: count.default(0),
      }),
    )
    .max(10_000),
});
export type ReportHeartbeatInput = z.input<typeof reportHeartbeatInput>;

export const retireInstanceInput = z.strictObject({ instanceId: z.uuid() });
export type RetireInstanceInput = z.input<typeof retireInstanceInput>;

/** One answered request. Rows come from our own process, thousands a second, and are not parsed again. */
export interface PredictionRow {
  projectId: string;
  id: string;
  modelVersionId: string;
  apiKeyId: string | null;
  at: Date;
  latencyMs: number;
  rowCount: number;
  /** JSON values; null inputs where this request was not sampled. */
  inputs: unknown;
  outputs: unknown;
}

export const getPredictionInput = z.strictObject({ id: z.uuid() });
export type GetPredictionInput = z.input<typeof getPredictionInput>;

/** Which model answered, trained on what, by whom. */
export interface PredictionDetail {
  id: string;
  at: Date;
  latencyMs: number;
  rowCount: number;
  inputs: unknown;
  outputs: unknown;
  apiKey: { id: string; name: string } | null;
  model: string;
  number: number;
  modelVersionId: string;
  run: { id: string; name: string; experiment: string } | null;
  dataset: { name: string; number: number } | null;
}

export interface InstanceLoad {
  modelVersionId: string;
  model: string;
  number: number;
  state: LoadState;
  error: string | null;
  loadedAt: Date | null;
  requestCount: number;
  errorCount: number;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  requestsPerMin: number;
  recentRequests: number;
  recentErrors: number;
}

export interface ServingInstanceRow {
  id: string;
  hostname: string;
  pid: number;
  address: string;
  version: string;
  memoryBytes: number;
  startedAt: Date;
  heartbeatAt: Date;
  alive: boolean;
  /** This project's only. */
  loads: InstanceLoad[];
}

export interface ServingFigures {
  /** Live processes that answer. */
  instances: number;
  requestsPerMin: number;
  /** Mean of the processes' medians, weighted by their requests per minute; null before the first request. */
  latencyP50Ms: number | null;
  /** The slowest process's. */
  latencyP95Ms: number | null;
  requestCount: number;
  errorCount: number;
  /** Of the last five minutes. */
  recentRequests: number;
  recentErrors: number;
}

export interface ServingStats extends ServingFigures {
  versions: (ServingFigures & { modelVersionId: string; model: string; number: number })[];
}
