import { createHash } from "node:crypto";
import type {
  ExperimentRecord,
  KeyValue,
  LoggedModelRecord,
  ModelRecord,
  Owner,
  Problem,
  RunRecord,
  Source,
  Target,
  VersionRecord,
} from "./records";
import { RestError, type Json, type RestClient } from "./rest-client";
import { portableSource } from "./version-source";

/** Stands on a run until all of it is here; what says so is continued, what does not is left alone. */
const IMPORTING = "pipepilot.importing";
/** What one call takes. */
const POINTS = 1000;
const TEXTS = 100;

/** A server of ours: runs and logged models keep their ids, experiments and models their names, versions their numbers. */
export class RestTarget implements Target {
  constructor(
    readonly client: RestClient,
    readonly label: string,
  ) {}

  async beginExperiment({ name, createdAt, tags }: ExperimentRecord): Promise<string> {
    const own = { name, creation_time: createdAt || undefined };
    const id =
      (await this.#experiment(name)) ?? (await this.#create("experiments/create", own)).experiment_id;
    for (const tag of tags)
      await this.client.send("POST", "experiments/set-experiment-tag", { experiment_id: id, ...tag });
    return id as string;
  }

  /** The id of the experiment of this name, out of the trash; null where there is none. */
  async #experiment(name: string): Promise<string | null> {
    const found = await this.#find("experiments/get-by-name", { experiment_name: name });
    if (!found) return null;
    const { experiment_id, lifecycle_stage } = found.experiment as Json;
    if (lifecycle_stage === "deleted")
      await this.client.send("POST", "experiments/restore", { experiment_id });
    return experiment_id as string;
  }

  async putRun(experimentId: string, run: RunRecord, source: Source): Promise<boolean> {
    const { id: run_id } = run;
    const found = await this.#find("runs/get", { run_id });
    const isNew = !found;
    if (found && !((found.run.data.tags ?? []) as KeyValue[]).some(({ key }) => key === IMPORTING))
      return false;
    if (found?.run.info.lifecycle_stage === "deleted")
      await this.client.send("POST", "runs/restore", { run_id });
    if (isNew)
      await this.client.send("POST", "runs/create", {
        run_id,
        experiment_id: experimentId,
        start_time: run.startTime,
        run_name: run.name || undefined,
        tags: [{ key: IMPORTING, value: this.label }],
      });
    try {
      await this.#logTexts(run);
      await this.#logPoints(run, source);
      if (run.datasets.length > 0)
        await this.client.send("POST", "runs/log-inputs", { run_id, datasets: datasetsOut(run) });
      await this.#copyFiles({ runId: run_id }, `${experimentId}/${run_id}/artifacts`, source);
      return true;
    } catch (error) {
      // Nothing half-made stays in sight.
      if (isNew) await this.client.send("POST", "runs/delete", { run_id }).catch(() => undefined);
      throw error;
    }
  }

  async #logTexts({ id: run_id, params, tags }: RunRecord): Promise<void> {
    for (let at = 0; at < Math.max(params.length, tags.length); at += TEXTS)
      await this.#log({ run_id, params: params.slice(at, at + TEXTS), tags: tags.slice(at, at + TEXTS) });
  }

  /** Many metrics have one point: as many as a call takes go together. */
  async #logPoints(run: RunRecord, source: Source): Promise<void> {
    let waiting: object[] = [];
    for (const key of run.metrics) {
      for (const { value, ...point } of await source.points(run, key)) {
        waiting.push({ ...point, key, value: doubleOut(value) });
        if (waiting.length < POINTS) continue;
        await this.#log({ run_id: run.id, metrics: waiting });
        waiting = [];
      }
    }
    if (waiting.length > 0) await this.#log({ run_id: run.id, metrics: waiting });
  }

  async endRun(_experimentId: string, run: RunRecord): Promise<void> {
    const { id: run_id, modelInputs, modelOutputs, status, endTime } = run;
    if (modelInputs.length > 0)
      await this.client.send("POST", "runs/log-inputs", {
        run_id,
        models: modelInputs.map((model_id) => ({ model_id })),
      });
    if (modelOutputs.length > 0) {
      const models = modelOutputs.map(({ modelId, step }) => ({ model_id: modelId, step }));
      await this.client.send("POST", "runs/outputs", { run_id, models });
    }
    await this.client.send("POST", "runs/update", {
      run_id,
      status,
      ...(endTime !== null && { end_time: endTime }),
    });
    await this.client.send("POST", "runs/delete-tag", { run_id, key: IMPORTING });
    if (run.isDeleted) await this.client.send("POST", "runs/delete", { run_id });
  }

  async putLoggedModel(experimentId: string, model: LoggedModelRecord, source: Source): Promise<boolean> {
    const found = await this.#find(`logged-models/${model.id}`, {});
    if (found && found.model.info.status !== "LOGGED_MODEL_PENDING") return false;
    if (!found)
      await this.client.send("POST", "logged-models", {
        model_id: model.id,
        experiment_id: experimentId,
        name: model.name,
        model_type: model.type ?? undefined,
        creation_timestamp_ms: model.createdAt || undefined,
        source_run_id: model.sourceRunId ?? undefined,
        params: model.params,
        tags: model.tags,
      });
    for (const { runId, dataset, value, ...point } of model.metrics) {
      const on = dataset && { dataset_name: dataset.name, dataset_digest: dataset.digest };
      await this.#log({
        run_id: runId,
        metrics: [{ ...point, ...on, value: doubleOut(value), model_id: model.id }],
      });
    }
    await this.#copyFiles({ modelId: model.id }, `${experimentId}/models/${model.id}/artifacts`, source);
    await this.client.send("PATCH", `logged-models/${model.id}`, { status: model.status });
    return true;
  }

  async endExperiment(id: string, { isDeleted }: ExperimentRecord): Promise<void> {
    if (isDeleted) await this.client.send("POST", "experiments/delete", { experiment_id: id });
  }

  async putModel(model: ModelRecord, source: Source): Promise<Problem[]> {
    const { name, description } = model;
    if (!(await this.#find("registered-models/get", { name }))) {
      const tags = model.tags;
      await this.client.send("POST", "registered-models/create", {
        name,
        description: description || undefined,
        tags,
      });
    }
    const problems: Problem[] = [];
    const put = new Set<number>();
    let last = 0;
    for (const version of model.versions) {
      const where = `model "${name}" version ${version.number}`;
      for (let number = last + 1; number < version.number; number++) await this.#skipNumber(name, number);
      last = version.number;
      try {
        await this.#putVersion(name, version, source);
        put.add(version.number);
        await this.#putStage(name, version);
      } catch (error) {
        if (!(error instanceof RestError) || !(error.isAboutTheThing || error.status === 403)) throw error;
        const hint = error.status === 403 ? " Stages need a key with the scope admin." : "";
        problems.push({ where, what: error.message + hint });
      }
    }
    for (const { alias, version } of model.aliases)
      if (put.has(version))
        await this.client.send("POST", "registered-models/alias", { name, alias, version: String(version) });
    return problems;
  }

  /** @throws RestError where another version has the number */
  async #putVersion(name: string, version: VersionRecord, source: Source): Promise<void> {
    const { number, runId, runLink, description, tags } = version;
    const at = { name, version: String(number) };
    const found = await this.#find("model-versions/get", at);
    if (!found) {
      const made = await this.client.send("POST", "model-versions/create", {
        name,
        source: await this.#sourceOf(name, version, source),
        run_id: runId ?? undefined,
        run_link: runLink ?? undefined,
        description: description || undefined,
        tags,
      });
      if (Number(made.model_version.version) !== number) {
        await this.client.send("DELETE", "model-versions/delete", {
          name,
          version: made.model_version.version,
        });
        throw new RestError(
          `The model had versions here that are deleted; the number ${number} is gone.`,
          409,
          "CONFLICT",
        );
      }
    } else if ((found.model_version.run_id || null) !== runId)
      throw new RestError("Another version has this number here; it is left as it is.", 409, "CONFLICT");
  }

  async #putStage(name: string, { number, stage }: VersionRecord): Promise<void> {
    const at = { name, version: String(number) };
    const { model_version } = await this.client.get("model-versions/get", at);
    if (model_version.current_stage === stage) return;
    const body = { ...at, stage, archive_existing_versions: false };
    await this.client.send("POST", "model-versions/transition-stage", body);
  }

  /** A number that no version has there is none's here: numbers are never given twice. */
  async #skipNumber(name: string, number: number): Promise<void> {
    const { registered_model } = await this.client.get("registered-models/get", { name });
    const latest = Math.max(
      0,
      ...((registered_model.latest_versions ?? []) as Json[]).map(({ version }) => Number(version)),
    );
    if (latest >= number) return;
    const made = await this.client.send("POST", "model-versions/create", { name, source: "none:/deleted" });
    await this.client.send("DELETE", "model-versions/delete", { name, version: made.model_version.version });
  }

  /** What to register: a place that is the same here, or the files as a logged model of their own. */
  async #sourceOf(name: string, version: VersionRecord, source: Source): Promise<string> {
    const portable = portableSource(version.source);
    if (portable.kind === "uri") return portable.uri;
    // The same id again when it is imported again.
    const modelId = `m-${createHash("sha256").update(`${name}\n${version.number}`).digest("hex").slice(0, 32)}`;
    const owner = { model: name, version };
    if ((await source.files(owner)).length === 0)
      throw new RestError(`Its files at "${version.source}" cannot be read.`, 404, "NOT_FOUND");
    const run = version.runId === null ? null : await this.#find("runs/get", { run_id: version.runId });
    const experimentId = (run?.run.info.experiment_id ??
      (await this.client.get("experiments/get", { experiment_id: "0" })).experiment.experiment_id) as string;
    if (!(await this.#find(`logged-models/${modelId}`, {})))
      await this.client.send("POST", "logged-models", {
        model_id: modelId,
        experiment_id: experimentId,
        name: name.replaceAll(/[/:.%"']/g, "-"),
        source_run_id: run ? (version.runId ?? undefined) : undefined,
      });
    await this.#copyFiles(owner, `${experimentId}/models/${modelId}/artifacts`, source);
    await this.client.send("PATCH", `logged-models/${modelId}`, { status: "LOGGED_MODEL_READY" });
    return `models:/${modelId}`;
  }

  async #copyFiles(owner: Owner, root: string, source: Source): Promise<void> {
    for (const { path } of await source.files(owner)) {
      const parts = `${root}/${path}`.split("/").map(encodeURIComponent).join("/");
      await this.client.upload(`/api/2.0/mlflow-artifacts/artifacts/${parts}`, () =>
        source.read(owner, path),
      );
    }
  }

  #log(batch: object): Promise<Json> {
    return this.client.send("POST", "runs/log-batch", batch);
  }

  async #create(path: string, body: object): Promise<Json> {
    return this.client.send("POST", path, body);
  }

  async #find(path: string, query: Record<string, string>): Promise<Json | null> {
    try {
      return await this.client.get(path, query);
    } catch (error) {
      if (error instanceof RestError && error.status === 404) return null;
      throw error;
    }
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

const doubleOut = (value: number) => (Number.isFinite(value) ? value : String(value));

function datasetsOut({ datasets }: RunRecord) {
  return datasets.map(({ tags, sourceType, ...rest }) => ({
    tags,
    dataset: { ...rest, source_type: sourceType },
  }));
}
