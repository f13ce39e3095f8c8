import { BatchQueue } from "./batch-queue.js";
import {
  bytesOf,
  filesOf,
  withDescription,
  type FileToUpload,
  type ModelDescription,
  type ModelFiles,
} from "./model-files.js";
import type { Settings } from "./options.js";
import { sendSpoolNow, writeSpool, type Call } from "./spool.js";
import { sendUntil, TrackingError } from "./transport.js";
import {
  metricEntries,
  paramEntries,
  tagEntries,
  type MetricOptions,
  type Metrics,
  type Params,
  type Tags,
} from "./values.js";

/** How a run ended. */
export type RunStatus = "FINISHED" | "FAILED" | "KILLED";

export interface LoggedModel {
  readonly modelId: string;
  /** For MLflow's clients: `mlflow.pyfunc.load_model(uri)` */
  readonly uri: string;
  /** The number it was registered under, where a name was given. */
  readonly version: number | null;
}

export interface LogModelOptions extends Partial<Pick<ModelDescription, "flavor" | "signature">> {
  /** Registers it as the next version of the model of this name, which is made where there is none. */
  readonly registeredModelName?: string;
  readonly params?: Params;
}

export interface RunInfo {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly artifactUri: string;
}

/** What a browser sends on for a page that was left, at most; and entries of a call that fits well into it. */
const KEPT_BYTES = 60_000;
const KEPT_ENTRIES = 200;

const API = "/api/2.0/mlflow";
const UPDATE = `${API}/runs/update`;

const MOST_NAMED = 5;

/** The first of them in full, since most programs show no more of an AggregateError than its message. */
function listed(refused: readonly Error[]): string {
  const named = refused.slice(0, MOST_NAMED).map(({ message }) => message);
  const more = refused.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** A run in progress. What is logged is sent in the background; `end` waits until all of it has arrived. */
export class Run {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly #artifactUri: string;
  readonly #settings: Settings;
  readonly #queue: BatchQueue;
  #ending: Promise<void> | null = null;
  #isOver = false;
  /** @internal */
  onEnd: () => void = () => undefined;

  /** @internal */
  constructor(settings: Settings, { runId, experimentId, name, artifactUri }: RunInfo) {
    this.runId = runId;
    this.experimentId = experimentId;
    this.name = name;
    this.#artifactUri = artifactUri;
    this.#settings = settings;
    this.#queue = new BatchQueue(settings, runId);
  }

  /** Parameters keep their first value. Await it only to go no faster than the server. @throws Error after the end */
  logParams(params: Params): Promise<void> {
    this.#requireRunning();
    return this.#queue.add("params", paramEntries(params));
  }

  /**
   * Points of metrics, each at a step. Await it only to go no faster than the server.
   * @throws TypeError for what is no number; Error after the end
   */
  logMetrics(metrics: Metrics, options: MetricOptions | number = {}): Promise<void> {
    this.#requireRunning();
    const own = typeof options === "number" ? { step: options } : options;
    return this.#queue.add("metrics", metricEntries(metrics, own));
  }

  /** @throws TypeError for what is no text; Error after the end */
  setTags(tags: Tags): Promise<void> {
    this.#requireRunning();
    return this.#queue.add("tags", tagEntries(tags));
  }

  /** A file of the run: a text, bytes, or anything else as JSON. @throws TrackingError */
  async logArtifact(path: string, content: unknown): Promise<void> {
    this.#requireRunning();
    await this.#upload(this.#artifactUri, [{ path, read: async () => bytesOf(content) }]);
  }

  /**
   * Uploads a model's files (a directory, or contents by path), describes them for MLflow's clients and, given a name,
   * registers them as a version.
   * @throws TypeError for files that are none; TrackingError
   */
  async logModel(name: string, model: ModelFiles, options: LogModelOptions = {}): Promise<LoggedModel> {
    this.#requireRunning();
    const files = await filesOf(model);
    const { flavor = "custom", signature, registeredModelName, params = {} } = options;
    const { model: made } = (await this.#call("POST", `${API}/logged-models`, {
      experiment_id: this.experimentId,
      name,
      source_run_id: this.runId,
      params: paramEntries(params),
    })) as { model: { info: { model_id: string; artifact_uri: string } } };
    const { model_id: modelId, artifact_uri: uri } = made.info;
    const finalize = (status: string) =>
      this.#call("PATCH", `${API}/logged-models/${modelId}`, { model_id: modelId, status });
    try {
      await this.#upload(uri, withDescription(files, { modelId, runId: this.runId, flavor, signature }));
    } catch (error) {
      await finalize("LOGGED_MODEL_UPLOAD_FAILED").catch(() => undefined);
      throw error;
    }
    await finalize("LOGGED_MODEL_READY");
    await this.#call("POST", `${API}/runs/outputs`, {
      run_id: this.runId,
      models: [{ model_id: modelId, step: 0 }],
    });
    const version =
      registeredModelName === undefined ? null : await this.#register(registeredModelName, modelId);
    return { modelId, uri: `models:/${modelId}`, version };
  }

  /** Sends what waits, and resolves when it has arrived. */
  flush(): Promise<void> {
    return this.#queue.drain();
  }

  /**
   * Sends what waits and ends the run. A second call waits for the first.
   * @throws AggregateError naming what the server refused; all else has arrived
   * @throws TrackingError where the server did not answer in time: the rest is kept on disk and sent when the next run starts
   */
  end(status: RunStatus = "FINISHED"): Promise<void> {
    this.#ending ??= this.#end(status);
    return this.#ending;
  }

  async #end(status: RunStatus): Promise<void> {
    const giveUpAt = Date.now() + this.#settings.endTimeoutMs;
    const call = this.#updateCall(status);
    try {
      await this.#queue.drain(giveUpAt);
      if (this.#queue.size === 0)
        await sendUntil(this.#settings, { method: "POST", ...call }, () => giveUpAt);
    } catch (error) {
      if (!(error instanceof TrackingError) || !error.isTransient) this.#queue.refused.push(error as Error);
      else this.#keep(call, error);
    }
    // Meanwhile the process may have ended the run by itself.
    if (this.#isOver) return;
    if (this.#queue.size > 0 && this.#queue.refused.length === 0) this.#keep(call);
    this.#finish();
    const { refused } = this.#queue;
    if (refused.length > 0)
      throw new AggregateError(
        refused,
        `Not everything of the run ${this.runId} was taken: ${listed(refused)}`,
      );
  }

  /** @throws TrackingError saying where it is */
  #keep(call: Call, cause?: Error): never {
    const file = writeSpool(this.#settings, [...this.#queue.unsent(), call]);
    this.#queue.abandon();
    this.#finish();
    const where = file === null ? "is lost" : `waits in ${file} until the next run starts`;
    const message = `${this.#settings.trackingUri} did not answer in time; what is left of the run ${where}.`;
    throw new TrackingError(message, 0, "NO_ANSWER", { cause });
  }

  /** @internal The last chance, when nothing asynchronous happens any more: `process.exit()`, or a page that is left. */
  endNow(status: RunStatus): void {
    if (this.#isOver) return;
    const update = this.#updateCall(status);
    const calls = this.#queue.unsent();
    const small = this.#queue.unsent(KEPT_ENTRIES);
    this.#queue.abandon();
    this.#finish();
    const file = writeSpool(this.#settings, [...calls, update]);
    if (file === null) this.#sendWhileLeaving([update, ...small]);
    else if (!sendSpoolNow(this.#settings, file))
      this.tell(new Error(`what is left of the run waits in ${file} until the next run starts`));
  }

  /** A browser finishes so much for a page that is gone; the rest is tried. */
  #sendWhileLeaving(calls: readonly Call[]): void {
    let room = KEPT_BYTES;
    for (const call of calls) {
      const size = JSON.stringify(call.body).length;
      const keepalive = size <= room;
      if (keepalive) room -= size;
      sendUntil(this.#settings, { method: "POST", ...call, keepalive }, () => 0).catch(() => undefined);
    }
  }

  /** @internal */
  tell(error: Error): void {
    this.#settings.onError(error);
  }

  /** @internal */
  get isOver(): boolean {
    return this.#isOver;
  }

  #finish(): void {
    this.#isOver = true;
    this.onEnd();
  }

  #updateCall(status: RunStatus): Call {
    return { path: UPDATE, body: { run_id: this.runId, status, end_time: Date.now() } };
  }

  #requireRunning(): void {
    if (this.#isOver || this.#ending !== null) throw new Error(`The run ${this.runId} is over.`);
  }

  #call(method: "POST" | "PATCH", path: string, body: object): Promise<unknown> {
    const until = Date.now() + this.#settings.endTimeoutMs;
    return sendUntil(this.#settings, { method, path, body }, () => until);
  }

  async #upload(root: string, files: readonly FileToUpload[]): Promise<void> {
    const [, place] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/?(.*)$/.exec(root) ?? [];
    if (place === undefined)
      throw new TypeError(
        `Artifacts of this experiment are kept outside of the server (${root}); that is not supported.`,
      );
    for (const { path, read } of files) {
      requirePlainPath(path);
      const parts = `${place}/${path}`.split("/").map(encodeURIComponent).join("/");
      const until = Date.now() + this.#settings.endTimeoutMs;
      const at = `/api/2.0/mlflow-artifacts/artifacts/${parts}`;
      await sendUntil(this.#settings, { method: "PUT", path: at, body: await read() }, () => until);
    }
  }

  async #register(name: string, modelId: string): Promise<number> {
    await this.#call("POST", `${API}/registered-models/create`, { name }).catch((error: unknown) => {
      if (!(error instanceof TrackingError) || error.code !== "RESOURCE_ALREADY_EXISTS") throw error;
    });
    const body = { name, source: `models:/${modelId}`, run_id: this.runId, model_id: modelId };
    const { model_version: made } = (await this.#call("POST", `${API}/model-versions/create`, body)) as {
      model_version: { version: string };
    };
    return Number(made.version);
  }
}

/** An address would lose such parts, and with them lead to another file. */
function requirePlainPath(path: string): void {
  if (path.split("/").some((part) => part === "" || part === "." || part === ".."))
    throw new TypeError(
      `"${path}" is no path of a file: use names parted by single slashes, without "." and "..".`,
    );
}
