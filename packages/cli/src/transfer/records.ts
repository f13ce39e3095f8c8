/** What MLflow knows, wherever it comes from and goes to. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface ExperimentRecord {
  readonly id: string;
  readonly name: string;
  readonly isDeleted: boolean;
  /** milliseconds since 1970 */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: readonly KeyValue[];
}

export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
  readonly tags: readonly KeyValue[];
}

export const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly userId: string;
  readonly isDeleted: boolean;
  readonly params: readonly KeyValue[];
  /** Without the one that holds the name. */
  readonly tags: readonly KeyValue[];
  readonly metrics: readonly string[];
  readonly datasets: readonly DatasetInput[];
  /** Logged models that it read. */
  readonly modelInputs: readonly string[];
  readonly modelOutputs: readonly { readonly modelId: string; readonly step: Step }[];
}

/** As protobuf's JSON writes a whole number of 64 bits: a text where a number would not be exact. */
export type Step = number | string;

export function stepOf(given: unknown = 0): Step {
  const number = Number(given);
  return Number.isSafeInteger(number) ? number : String(given);
}

export interface Point {
  readonly timestamp: number;
  readonly step: Step;
  /** NaN and infinities are values, too. */
  readonly value: number;
}

export interface ModelPoint extends Point {
  readonly key: string;
  readonly runId: string;
  readonly dataset: { readonly name: string; readonly digest: string } | null;
}

export const LOGGED_MODEL_STATUSES = [
  "LOGGED_MODEL_PENDING",
  "LOGGED_MODEL_READY",
  "LOGGED_MODEL_UPLOAD_FAILED",
] as const;

export interface LoggedModelRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  readonly sourceRunId: string | null;
  readonly status: (typeof LOGGED_MODEL_STATUSES)[number];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  readonly metrics: readonly ModelPoint[];
}

export interface VersionRecord {
  readonly number: number;
  readonly stage: string;
  readonly description: string;
  /** Where its files were when it was registered. */
  readonly source: string;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly tags: readonly KeyValue[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ModelRecord {
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: readonly KeyValue[];
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
  /** By number. */
  readonly versions: readonly VersionRecord[];
}

/** Whose files. */
export type Owner =
  | { readonly runId: string }
  | { readonly modelId: string }
  | { readonly model: string; readonly version: VersionRecord };

export interface FileRecord {
  /** with forward slashes */
  readonly path: string;
  /** SHA-256 where it is known without reading. */
  readonly hash?: string;
}

/** The tag that MLflow's clients know a run's name by. */
export const NAME_TAG = "mlflow.runName";

/** Something that cannot be taken along, and where it stands. */
export interface Problem {
  readonly where: string;
  readonly what: string;
}

/** What is wrong with what is read; the thing it belongs to is left out as a whole. */
export class Unreadable extends Error {
  constructor(
    readonly where: string,
    readonly what: string,
  ) {
    super(`${where}: ${what}`);
  }
}

/** Somewhere to read from. What cannot be read raises `Unreadable`, at the thing it belongs to. */
export interface Source {
  readonly label: string;
  experiments(): AsyncIterable<ExperimentRecord>;
  runs(experiment: ExperimentRecord): AsyncIterable<RunRecord | Unreadable>;
  points(run: RunRecord, key: string): Promise<readonly Point[]>;
  loggedModels(experiment: ExperimentRecord): AsyncIterable<LoggedModelRecord | Unreadable>;
  models(): AsyncIterable<ModelRecord | Unreadable>;
  files(owner: Owner): Promise<readonly FileRecord[]>;
  /** The bytes; every call reads anew. */
  read(owner: Owner, path: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Somewhere to write to. Everything that is there already is left as it is, or written the same again. */
export interface Target {
  /** @returns by what id the target knows it */
  beginExperiment(experiment: ExperimentRecord): Promise<string>;
  /** All of the run but its logged models and its end. @returns whether there was anything to do */
  putRun(experimentId: string, run: RunRecord, source: Source): Promise<boolean>;
  putLoggedModel(experimentId: string, model: LoggedModelRecord, source: Source): Promise<boolean>;
  endRun(experimentId: string, run: RunRecord): Promise<void>;
  endExperiment(experimentId: string, experiment: ExperimentRecord): Promise<void>;
  /** @returns what could not be taken along */
  putModel(model: ModelRecord, source: Source): Promise<readonly Problem[]>;
  /** When all is written. */
  end(models: readonly ModelRecord[]): Promise<void>;
}
