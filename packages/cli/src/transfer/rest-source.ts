import {
  NAME_TAG,
  RUN_STATUSES,
  stepOf,
  type DatasetInput,
  type ExperimentRecord,
  type FileRecord,
  type KeyValue,
  type LoggedModelRecord,
  type ModelRecord,
  type Owner,
  type Point,
  type RunRecord,
  type Source,
  type VersionRecord,
} from "./records";
import { RestError, type Json, type RestClient } from "./rest-client";

const PAGE = 1000;
/** Where a version of ours has files of its own. */
const OWN_FILES = /^mlflow-artifacts:\/(model-versions\/[0-9a-f-]{36})$/;

/** A running server: MLflow's, ours, or what answers like them. */
export class RestSource implements Source {
  readonly label: string;

  constructor(readonly client: RestClient) {
    this.label = client.url;
  }

  async *experiments(): AsyncGenerator<ExperimentRecord> {
    const ask = (page_token?: string) =>
      this.client.send("POST", "experiments/search", { max_results: PAGE, view_type: "ALL", page_token });
    for await (const { experiments = [] } of this.client.pages(ask))
      for (const each of experiments as Json[])
        yield {
          id: each.experiment_id,
          name: each.name,
          isDeleted: each.lifecycle_stage === "deleted",
          createdAt: Number(each.creation_time ?? 0),
          updatedAt: Number(each.last_update_time ?? 0),
          tags: keyValues(each.tags),
        };
  }

  async *runs({ id }: ExperimentRecord): AsyncGenerator<RunRecord> {
    const ask = (page_token?: string) =>
      this.client.send("POST", "runs/search", {
        experiment_ids: [id],
        run_view_type: "ALL",
        max_results: PAGE,
        order_by: ["attributes.start_time ASC"],
        page_token,
      });
    for await (const { runs = [] } of this.client.pages(ask))
      for (const run of runs as Json[]) yield runRecord(run);
  }

  async points({ id }: RunRecord, key: string): Promise<Point[]> {
    const points: Point[] = [];
    const ask = (page_token?: string) =>
      this.client.get("metrics/get-history", {
        run_id: id,
        metric_key: key,
        max_results: "25000",
        ...(page_token !== undefined && { page_token }),
      });
    for await (const { metrics = [] } of this.client.pages(ask))
      for (const { timestamp, step, value } of metrics as Json[])
        points.push({ timestamp: Number(timestamp), step: stepOf(step), value: Number(value ?? 0) });
    return points;
  }

  async *loggedModels({ id }: ExperimentRecord): AsyncGenerator<LoggedModelRecord> {
    const ask = (page_token?: string) =>
      this.client.send("POST", "logged-models/search", { experiment_ids: [id], max_results: 50, page_token });
    try {
      for await (const { models = [] } of this.client.pages(ask))
        for (const model of models as Json[]) yield loggedModelRecord(model);
    } catch (error) {
      // Servers before MLflow 3 have none.
      if (!(error instanceof RestError) || error.status !== 404) throw error;
    }
  }

  async *models(): AsyncGenerator<ModelRecord> {
    const ask = (token?: string) =>
      this.client.get("registered-models/search", {
        max_results: "100",
        ...(token && { page_token: token }),
      });
    for await (const { registered_models = [] } of this.client.pages(ask))
      for (const model of registered_models as Json[])
        yield {
          name: model.name,
          description: model.description ?? "",
          createdAt: Number(model.creation_timestamp ?? 0),
          updatedAt: Number(model.last_updated_timestamp ?? 0),
          tags: keyValues(model.tags),
          aliases: ((model.aliases ?? []) as Json[]).map(({ alias, version }) => ({
            alias,
            version: Number(version),
          })),
          versions: await this.#versions(model.name),
        };
  }

  async #versions(name: string): Promise<VersionRecord[]> {
    const versions: VersionRecord[] = [];
    const filter = name.includes("'") ? `name="${name}"` : `name='${name}'`;
    const ask = (token?: string) =>
      this.client.get("model-versions/search", {
        filter,
        max_results: "1000",
        ...(token && { page_token: token }),
      });
    for await (const { model_versions = [] } of this.client.pages(ask))
      for (const each of model_versions as Json[])
        versions.push({
          number: Number(each.version),
          stage: each.current_stage ?? "None",
          description: each.description ?? "",
          source: each.source ?? "",
          runId: each.run_id || null,
          runLink: each.run_link || null,
          tags: keyValues(each.tags),
          createdAt: Number(each.creation_timestamp ?? 0),
          updatedAt: Number(each.last_updated_timestamp ?? 0),
        });
    return versions.sort((a, b) => a.number - b.number);
  }

  async files(owner: Owner): Promise<FileRecord[]> {
    const list = this.#lister(owner);
    if (!list) return [];
    const found: FileRecord[] = [];
    const open = [""];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const { path, is_dir } of await list(folder)) {
        if (is_dir) open.push(path);
        else found.push({ path });
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** How to list a folder of somebody's files, with paths from the root; null where there is no list. */
  #lister(owner: Owner): ((folder: string) => Promise<{ path: string; is_dir: boolean }[]>) | null {
    if ("runId" in owner)
      return async (path) =>
        ((await this.client.get("artifacts/list", { run_id: owner.runId, path })).files ?? []) as never;
    if ("modelId" in owner) {
      const at = `logged-models/${owner.modelId}/artifacts/directories`;
      return async (path) =>
        ((await this.client.get(at, { artifact_directory_path: path })).files ?? []) as never;
    }
    const [, root] = OWN_FILES.exec(owner.version.source) ?? [];
    if (root === undefined) return null;
    return async (folder) => {
      const query = new URLSearchParams({ path: folder === "" ? root : `${root}/${folder}` });
      const text = await collect(await this.client.download(`/api/2.0/mlflow-artifacts/artifacts?${query}`));
      const { files = [] } = JSON.parse(text) as { files?: { path: string; is_dir: boolean }[] };
      return files.map((each) => ({ ...each, path: folder === "" ? each.path : `${folder}/${each.path}` }));
    };
  }

  read(owner: Owner, path: string): Promise<AsyncIterable<Uint8Array>> {
    if ("runId" in owner)
      return this.client.download(
        `/get-artifact?${new URLSearchParams({ run_id: owner.runId, run_uuid: owner.runId, path })}`,
      );
    if ("modelId" in owner) {
      const query = new URLSearchParams({ artifact_file_path: path });
      return this.client.download(
        `/ajax-api/2.0/mlflow/logged-models/${owner.modelId}/artifacts/files?${query}`,
      );
    }
    const query = new URLSearchParams({ name: owner.model, version: String(owner.version.number), path });
    return this.client.download(`/model-versions/get-artifact?${query}`);
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

function runRecord({ info, data = {}, inputs = {}, outputs = {} }: Json): RunRecord {
  const tags = keyValues(data.tags);
  return {
    id: info.run_id ?? info.run_uuid,
    name: info.run_name || tags.find(({ key }) => key === NAME_TAG)?.value || "",
    status: RUN_STATUSES.find((status) => status === info.status) ?? "RUNNING",
    startTime: Number(info.start_time ?? 0),
    endTime: info.end_time === undefined || info.end_time === null ? null : Number(info.end_time),
    userId: info.user_id ?? "",
    isDeleted: info.lifecycle_stage === "deleted",
    params: keyValues(data.params),
    tags: tags.filter(({ key }) => key !== NAME_TAG),
    metrics: ((data.metrics ?? []) as Json[]).map(({ key }) => key as string),
    datasets: ((inputs.dataset_inputs ?? []) as Json[]).map(datasetInput),
    modelInputs: ((inputs.model_inputs ?? []) as Json[]).map(({ model_id }) => model_id as string),
    modelOutputs: ((outputs.model_outputs ?? []) as Json[]).map(({ model_id, step }) => ({
      modelId: model_id as string,
      step: stepOf(step),
    })),
  };
}

function datasetInput({ dataset, tags }: Json): DatasetInput {
  const { name, digest, source_type: sourceType, source, schema, profile } = dataset as Json;
  return {
    name,
    digest,
    sourceType,
    source,
    schema: schema || undefined,
    profile: profile || undefined,
    tags: keyValues(tags),
  };
}

function loggedModelRecord({ info, data = {} }: Json): LoggedModelRecord {
  return {
    id: info.model_id,
    name: info.name ?? info.model_id,
    type: info.model_type || null,
    sourceRunId: info.source_run_id || null,
    status: info.status,
    createdAt: Number(info.creation_timestamp_ms ?? 0),
    updatedAt: Number(info.last_updated_timestamp_ms ?? 0),
    params: keyValues(data.params),
    tags: keyValues(info.tags),
    metrics: ((data.metrics ?? []) as Json[]).map((metric) => ({
      key: metric.key,
      value: Number(metric.value ?? 0),
      timestamp: Number(metric.timestamp),
      step: stepOf(metric.step),
      runId: metric.run_id,
      dataset: metric.dataset_name
        ? { name: metric.dataset_name, digest: metric.dataset_digest ?? "" }
        : null,
    })),
  };
}

function keyValues(given: unknown): KeyValue[] {
  return ((given ?? []) as Json[]).map(({ key, value }) => ({ key, value: value ?? "" }));
}
