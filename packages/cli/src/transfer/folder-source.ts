import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import {
  datasetForm,
  experimentForm,
  inputForm,
  loggedModelForm,
  outputForm,
  registryForm,
  runForm,
} from "./folder-forms";
import {
  filesBelow,
  foldersIn,
  readLines,
  readMeta,
  readModelPoint,
  readPoint,
  readTexts,
} from "./folder-read";
import { FolderRegistry, fromRegistryFile } from "./folder-registry";
import {
  NAME_TAG,
  Unreadable,
  type DatasetInput,
  type ExperimentRecord,
  type FileRecord,
  type LoggedModelRecord,
  type ModelRecord,
  type Owner,
  type Point,
  type RunRecord,
  type Source,
  type Step,
} from "./records";

const RUN_ID = /^[0-9a-f]{32}$/;
const TRASH = ".trash";
const REGISTRY = "models";

/** A folder as MLflow's file store keeps it, or one that has it inside as `mlruns`. */
export class FolderSource implements Source {
  readonly label: string;
  readonly #root: string;
  readonly #registryFile: string;
  /** Where each run, and each logged model, is. */
  readonly #places = new Map<string, string>();
  readonly #registry: FolderRegistry;

  constructor(folder: string) {
    const inside = path.join(folder, "mlruns");
    this.#root = existsSync(inside) ? inside : folder;
    this.#registryFile = path.join(folder, "registry.json");
    this.#registry = new FolderRegistry(path.join(this.#root, REGISTRY));
    this.label = this.#root;
  }

  async *experiments(): AsyncGenerator<ExperimentRecord> {
    for (const [directory, isTrash] of [
      [this.#root, false],
      [path.join(this.#root, TRASH), true],
    ] as const)
      for (const name of await foldersIn(directory)) {
        if (name === TRASH || (name === REGISTRY && !isTrash)) continue;
        const place = path.join(directory, name);
        if (!existsSync(path.join(place, "meta.yaml"))) continue;
        const meta = await readMeta(experimentForm, path.join(place, "meta.yaml"));
        this.#places.set(name, place);
        yield {
          id: name,
          name: meta.name,
          isDeleted: isTrash || meta.lifecycle_stage === "deleted",
          createdAt: meta.creation_time ?? 0,
          updatedAt: meta.last_update_time ?? 0,
          tags: await readTexts(path.join(place, "tags")),
        };
      }
  }

  async *runs({ id }: ExperimentRecord): AsyncGenerator<RunRecord | Unreadable> {
    const experiment = this.#place(id);
    for (const name of (await foldersIn(experiment)).filter((each) => RUN_ID.test(each))) {
      const place = path.join(experiment, name);
      this.#places.set(name, place);
      yield await orUnreadable(() => this.#run(experiment, place, name));
    }
  }

  /** Everything of a run is read before any of it is written: what is wrong in it shows here. */
  async #run(experiment: string, place: string, id: string): Promise<RunRecord> {
    const file = path.join(place, "meta.yaml");
    const meta = await readMeta(runForm, file);
    const said = meta.run_id ?? meta.run_uuid;
    if (said !== undefined && said !== id)
      throw new Unreadable(file, `It says that it is the run "${said}".`);
    const tags = await readTexts(path.join(place, "tags"));
    const metrics = await filesBelow(path.join(place, "metrics"));
    for (const key of metrics) await readLines(path.join(place, "metrics", key), readPoint);
    const { datasets, models } = await this.#inputs(experiment, place);
    return {
      id,
      name: meta.run_name ?? tags.find(({ key }) => key === NAME_TAG)?.value ?? meta.name ?? "",
      status: meta.status,
      startTime: meta.start_time,
      endTime: meta.end_time ?? null,
      userId: meta.user_id ?? "",
      isDeleted: meta.lifecycle_stage === "deleted",
      params: await readTexts(path.join(place, "params")),
      tags: tags.filter(({ key }) => key !== NAME_TAG),
      metrics,
      datasets,
      modelInputs: models,
      modelOutputs: await this.#outputs(place),
    };
  }

  async #inputs(experiment: string, place: string) {
    const datasets: DatasetInput[] = [];
    const models: string[] = [];
    const directory = path.join(place, "inputs");
    for (const name of await foldersIn(directory)) {
      const input = await readMeta(inputForm, path.join(directory, name, "meta.yaml"));
      if (input.source_type !== "DATASET") {
        models.push(input.source_id);
        continue;
      }
      const at = path.join(experiment, "datasets", input.source_id, "meta.yaml");
      const { source_type: sourceType, schema, profile, ...dataset } = await readMeta(datasetForm, at);
      const tags = Object.entries(input.tags ?? {}).map(([key, value]) => ({ key, value }));
      datasets.push({
        ...dataset,
        sourceType,
        schema: schema ?? undefined,
        profile: profile ?? undefined,
        tags,
      });
    }
    return { datasets, models };
  }

  async #outputs(place: string) {
    const directory = path.join(place, "outputs");
    const outputs: { modelId: string; step: Step }[] = [];
    for (const name of await foldersIn(directory)) {
      const { destination_id: modelId, step } = await readMeta(
        outputForm,
        path.join(directory, name, "meta.yaml"),
      );
      outputs.push({ modelId, step });
    }
    return outputs;
  }

  points({ id }: RunRecord, key: string): Promise<Point[]> {
    return readLines(path.join(this.#place(id), "metrics", key), readPoint);
  }

  async *loggedModels({ id }: ExperimentRecord): AsyncGenerator<LoggedModelRecord | Unreadable> {
    const directory = path.join(this.#place(id), "models");
    for (const name of await foldersIn(directory)) {
      const place = path.join(directory, name);
      this.#places.set(name, place);
      yield await orUnreadable(async () => {
        const meta = await readMeta(loggedModelForm, path.join(place, "meta.yaml"));
        return loggedModel(place, meta);
      });
    }
  }

  async *models(): AsyncGenerator<ModelRecord | Unreadable> {
    const names = await this.#registry.names();
    for (const name of names) yield await orUnreadable(() => this.#registry.read(name));
    if (names.length > 0 || !existsSync(this.#registryFile)) return;
    const registry = await readMeta(registryForm, this.#registryFile);
    for (const model of registry.models) yield fromRegistryFile(model);
  }

  async files(owner: Owner): Promise<FileRecord[]> {
    const root = this.#filesOf(owner);
    return root === null ? [] : (await filesBelow(root)).map((each) => ({ path: each }));
  }

  read(owner: Owner, file: string): Promise<AsyncIterable<Uint8Array>> {
    return Promise.resolve(createReadStream(path.join(this.#filesOf(owner) ?? "", file)));
  }

  #filesOf(owner: Owner): string | null {
    if ("runId" in owner) return path.join(this.#place(owner.runId), "artifacts");
    if ("modelId" in owner) return path.join(this.#place(owner.modelId), "artifacts");
    const { source, number } = owner.version;
    const own = path.join(this.#root, REGISTRY, owner.model, `version-${number}`, "artifacts");
    if (existsSync(own)) return own;
    const said = source.startsWith("file:") ? fileURLToPath(source) : source;
    return path.isAbsolute(said) && existsSync(said) ? said : null;
  }

  #place(id: string): string {
    const place = this.#places.get(id);
    if (place === undefined) throw new Unreadable(this.#root, `There is no "${id}" in it.`);
    return place;
  }
}

async function loggedModel(
  place: string,
  meta: z.output<typeof loggedModelForm>,
): Promise<LoggedModelRecord> {
  const metrics = [];
  for (const key of await filesBelow(path.join(place, "metrics")))
    metrics.push(
      ...(await readLines(path.join(place, "metrics", key), (line, where) =>
        readModelPoint(key, line, where),
      )),
    );
  return {
    id: meta.model_id,
    name: meta.name,
    type: meta.model_type,
    sourceRunId: meta.source_run_id,
    status: meta.status,
    createdAt: meta.creation_timestamp,
    updatedAt: meta.last_updated_timestamp,
    params: await readTexts(path.join(place, "params")),
    tags: await readTexts(path.join(place, "tags")),
    metrics,
  };
}

async function orUnreadable<T>(read: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}
