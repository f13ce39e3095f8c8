import { watchEnd } from "./at-exit.js";
import { readSettings, type ClientOptions, type Settings } from "./options.js";
import { Run } from "./run.js";
import { sendLeftSpools } from "./spool.js";
import { sendUntil, TrackingError } from "./transport.js";
import { paramEntries, tagEntries, type Params, type Tags } from "./values.js";

export interface StartRunOptions {
  /** By name, made where there is none; MLFLOW_EXPERIMENT_NAME, else the server's default experiment. */
  readonly experiment?: string;
  readonly name?: string;
  readonly tags?: Tags;
  readonly params?: Params;
  /** Makes it a child of another run. */
  readonly parentRunId?: string;
  /** How long to wait for a server that does not answer, in milliseconds; a minute. */
  readonly timeoutMs?: number;
}

interface MadeRun {
  run: { info: { run_id: string; experiment_id: string; run_name?: string; artifact_uri: string } };
}

const API = "/api/2.0/mlflow";
/** MLflow's number of the experiment that is always there. */
const DEFAULT_EXPERIMENT = "0";

/** A tracking server, and runs on it. */
export class TrackingClient {
  readonly #settings: Settings;

  /** @throws TypeError where the address of the server is none */
  constructor(options: ClientOptions = {}) {
    this.#settings = readSettings(options);
  }

  /**
   * Starts a run. What an earlier process could not send is sent along, in the background.
   * @throws TrackingError where the server refuses, or does not answer in time
   */
  async startRun(options: StartRunOptions = {}): Promise<Run> {
    const { name, tags = {}, params, parentRunId, timeoutMs = 60_000 } = options;
    const until = Date.now() + timeoutMs;
    const call = (method: "GET" | "POST", path: string, body?: object) =>
      sendUntil(this.#settings, { method, path: API + path, body }, () => until);
    const experimentId = await this.#experimentId(call, options.experiment);
    const env = globalThis.process?.env ?? {};
    const user = env.USER ?? env.USERNAME;
    const { run: made } = (await call("POST", "/runs/create", {
      experiment_id: experimentId,
      start_time: Date.now(),
      ...(name !== undefined && { run_name: name }),
      ...(user !== undefined && { user_id: user }),
      tags: tagEntries({ ...(parentRunId !== undefined && { "mlflow.parentRunId": parentRunId }), ...tags }),
    })) as MadeRun;
    const {
      run_id: runId,
      experiment_id,
      run_name = name ?? made.info.run_id,
      artifact_uri: artifactUri,
    } = made.info;
    const run = new Run(this.#settings, { runId, experimentId: experiment_id, name: run_name, artifactUri });
    watchEnd(run);
    if (params && paramEntries(params).length > 0) void run.logParams(params);
    void sendLeftSpools(this.#settings);
    return run;
  }

  async #experimentId(
    call: (method: "GET" | "POST", path: string, body?: object) => Promise<unknown>,
    given?: string,
  ): Promise<string> {
    const name = given ?? globalThis.process?.env?.MLFLOW_EXPERIMENT_NAME;
    if (!name) return DEFAULT_EXPERIMENT;
    const find = async () => {
      const query = new URLSearchParams({ experiment_name: name });
      const found = (await call("GET", `/experiments/get-by-name?${query}`)) as {
        experiment: { experiment_id: string };
      };
      return found.experiment.experiment_id;
    };
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof TrackingError) || error.status !== 404) throw error;
    }
    try {
      const made = (await call("POST", "/experiments/create", { name })) as { experiment_id: string };
      return made.experiment_id;
    } catch (error) {
      // Another program was first.
      if (error instanceof TrackingError && error.code === "RESOURCE_ALREADY_EXISTS") return find();
      throw error;
    }
  }
}
