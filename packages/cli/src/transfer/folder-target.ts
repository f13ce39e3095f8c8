import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { FolderDatasets } from "./folder-datasets";
import type { Registry } from "./folder-forms";
import { copyFiles, numberOut, writeKeyed, writeMeta, writeTexts } from "./folder-write";
import {
  LOGGED_MODEL_STATUSES,
  NAME_TAG,
  RUN_STATUSES,
  type ExperimentRecord,
  type KeyValue,
  type LoggedModelRecord,
  type ModelRecord,
  type Problem,
  type RunRecord,
  type Source,
  type Target,
} from "./records";
import { portableSource } from "./version-source";

/** What is being written; it gets its name when all of it is there. */
const PARTIAL = ".partial";

/** A folder in the layout of MLflow's file store, which its clients read: `mlruns`, and `registry.json` beside it. */
export class FolderTarget implements Target {
  readonly #folder: string;
  readonly #root: string;
  /** Of experiments, by id. */
  readonly #places = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
    this.#root = path.join(folder, "mlruns");
  }

  async beginExperiment(experiment: ExperimentRecord): Promise<string> {
    const { id, name, isDeleted, createdAt, updatedAt, tags } = experiment;
    const place = path.join(this.#root, ...(isDeleted ? [".trash"] : []), id);
    this.#places.set(id, place);
    await writeMeta(place, {
      artifact_location: addressOf(place),
      creation_time: createdAt,
      experiment_id: id,
      last_update_time: updatedAt,
      lifecycle_stage: stageOf(isDeleted),
      name,
    });
    await writeTexts(path.join(place, "tags"), tags);
    return id;
  }

  async putRun(experimentId: string, run: RunRecord, source: Source): Promise<boolean> {
    const experiment = this.#place(experimentId);
    const place = path.join(experiment, run.id);
    await this.#whole(place, async (partial) => {
      await writeMeta(partial, {
        artifact_uri: addressOf(path.join(place, "artifacts")),
        end_time: run.endTime,
        entry_point_name: "",
        experiment_id: experimentId,
        lifecycle_stage: stageOf(run.isDeleted),
        run_id: run.id,
        run_name: run.name,
        run_uuid: run.id,
        source_name: "",
        source_type: 4,
        source_version: "",
        start_time: run.startTime,
        status: RUN_STATUSES.indexOf(run.status) + 1,
        tags: [],
        user_id: run.userId,
      });
      await writeTexts(path.join(partial, "params"), run.params);
      await writeTexts(path.join(partial, "tags"), [...run.tags, { key: NAME_TAG, value: run.name }]);
      await mkdir(path.join(partial, "metrics"), { recursive: true });
      for (const key of run.metrics) {
        const lines = (await source.points(run, key)).map(
          ({ timestamp, value, step }) => `${timestamp} ${numberOut(value)} ${step}\n`,
        );
        await writeKeyed(path.join(partial, "metrics"), key, lines.join(""));
      }
      await new FolderDatasets(experiment).write(partial, run);
      for (const { modelId, step } of run.modelOutputs)
        await writeMeta(path.join(partial, "outputs", modelId), {
          destination_id: modelId,
          destination_type: "MODEL_OUTPUT",
          source_id: run.id,
          source_type: "RUN_OUTPUT",
          step,
          tags: {},
        });
      await copyFiles(path.join(partial, "artifacts"), { runId: run.id }, source);
    });
    return true;
  }

  async putLoggedModel(experimentId: string, model: LoggedModelRecord, source: Source): Promise<boolean> {
    const place = path.join(this.#place(experimentId), "models", model.id);
    await this.#whole(place, async (partial) => {
      await writeMeta(partial, {
        artifact_location: addressOf(path.join(place, "artifacts")),
        creation_timestamp: model.createdAt,
        experiment_id: experimentId,
        last_updated_timestamp: model.updatedAt,
        model_id: model.id,
        model_type: model.type,
        name: model.name,
        source_run_id: model.sourceRunId,
        status: LOGGED_MODEL_STATUSES.indexOf(model.status) + 1,
        status_message: null,
      });
      await writeTexts(path.join(partial, "params"), model.params);
      await writeTexts(path.join(partial, "tags"), model.tags);
      const lines = new Map<string, string>();
      for (const { key, timestamp, value, step, runId, dataset } of model.metrics) {
        // Parts are parted by spaces.
        const on = dataset ? ` ${dataset.name.replaceAll(" ", "%20")} ${dataset.digest}` : "";
        lines.set(key, `${lines.get(key) ?? ""}${timestamp} ${numberOut(value)} ${step} ${runId}${on}\n`);
      }
      for (const [key, text] of lines) await writeKeyed(path.join(partial, "metrics"), key, text);
      await copyFiles(path.join(partial, "artifacts"), { modelId: model.id }, source);
    });
    return true;
  }

  async endRun(): Promise<void> {}
  async endExperiment(): Promise<void> {}

  async putModel(model: ModelRecord, source: Source): Promise<readonly Problem[]> {
    const place = path.join(this.#root, "models", model.name);
    await this.#whole(place, async (partial) => {
      await writeMeta(partial, {
        aliases: Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, String(version)])),
        creation_timestamp: model.createdAt,
        description: model.description || null,
        last_updated_timestamp: model.updatedAt,
        name: model.name,
      });
      await writeTexts(path.join(partial, "tags"), model.tags);
      const aliases = model.aliases.map(({ alias, version }) => ({ key: alias, value: String(version) }));
      await writeTexts(path.join(partial, "aliases"), aliases);
      for (const version of model.versions) {
        const folder = `version-${version.number}`;
        const portable = portableSource(version.source);
        const own = path.join(folder, "artifacts");
        if (portable.kind === "files")
          await copyFiles(path.join(partial, own), { model: model.name, version }, source);
        const at = portable.kind === "uri" ? portable.uri : addressOf(path.join(place, own));
        await writeMeta(path.join(partial, folder), {
          creation_timestamp: version.createdAt,
          current_stage: version.stage,
          description: version.description || null,
          last_updated_timestamp: version.updatedAt,
          name: model.name,
          run_id: version.runId,
          run_link: version.runLink,
          source: at,
          status: "READY",
          status_message: null,
          storage_location: at,
          user_id: null,
          version: version.number,
        });
        await writeTexts(path.join(partial, folder, "tags"), version.tags);
      }
    });
    return [];
  }

  async end(models: readonly ModelRecord[]): Promise<void> {
    await mkdir(path.join(this.#root, ".trash"), { recursive: true });
    await mkdir(path.join(this.#root, "models"), { recursive: true });
    const registry: Registry = { models: models.map(registryEntry) };
    await writeFile(path.join(this.#folder, "registry.json"), `${JSON.stringify(registry, null, 2)}\n`);
  }

  /** Writes a folder beside its place, and puts it there when it is whole. */
  async #whole(place: string, write: (partial: string) => Promise<void>): Promise<void> {
    const partial = place + PARTIAL;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    try {
      await write(partial);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    await rm(place, { recursive: true, force: true });
    await rename(partial, place);
  }

  #place(experimentId: string): string {
    const place = this.#places.get(experimentId);
    if (place === undefined) throw new Error(`The experiment ${experimentId} was not begun.`);
    return place;
  }
}

const stageOf = (isDeleted: boolean) => (isDeleted ? "deleted" : "active");
const addressOf = (place: string) => pathToFileURL(path.resolve(place)).href;

function registryEntry({ name, description, createdAt, updatedAt, tags, aliases, versions }: ModelRecord) {
  const record = (texts: readonly KeyValue[]) =>
    Object.fromEntries(texts.map(({ key, value }) => [key, value]));
  return {
    name,
    description,
    created: createdAt,
    updated: updatedAt,
    tags: record(tags),
    aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, version])),
    versions: versions.map((version) => ({
      version: version.number,
      stage: version.stage,
      description: version.description,
      source: version.source,
      run_id: version.runId,
      run_link: version.runLink,
      tags: record(version.tags),
      created: version.createdAt,
      updated: version.updatedAt,
    })),
  };
}
