import { expect } from "vitest";
import type { TestTracking } from "../../../apps/tracking/test/harness";
import { createTestVersion } from "../../domain/src/run/testing";
import type { Owner } from "../src/transfer/records";
import { RestClient } from "../src/transfer/rest-client";
import { RestSource } from "../src/transfer/rest-source";

async function put({ url }: TestTracking, key: string, uri: string, file: string, body: string) {
  const place = new URL(`${uri}/${file}`.replace("mlflow-artifacts:", "http://x")).pathname;
  const answer = await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts${place}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}` },
    body,
  });
  expect(answer.status).toBe(200);
}

/** A project with everything that there is. */
export async function fillProject(tracking: TestTracking, key: string) {
  const post = async (at: string, body: object) => {
    const { status, body: answer } = await tracking.post(at, body, key);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer;
  };
  const tags = [{ key: "mlflow.note.content", value: "a note\nwith two lines" }];
  const { experiment_id } = await post("experiments/create", { name: "homes é/1", tags });
  const { run } = await post("runs/create", {
    experiment_id,
    run_name: "forest 1",
    start_time: 1700000000000,
    tags: [{ key: "a/b", value: "x\ny" }],
  });
  const { run_id, artifact_uri } = run.info;
  const params = [
    { key: "n_estimators", value: "100" },
    { key: "empty", value: "" },
    { key: "nested/long", value: "line1\nline2 ".repeat(300) },
  ];
  const metric = (key: string, value: number | string, step: number) => ({
    key,
    value,
    timestamp: 1700000000000 + step,
    step,
  });
  const points = Array.from({ length: 2500 }, (_, step) => metric("loss", 1 / (step + 3), step));
  for (let at = 0; at < points.length; at += 1000)
    await post("runs/log-batch", { run_id, metrics: points.slice(at, at + 1000) });
  const odd = [
    metric("a/b c", "NaN", 0),
    metric("a/b c", "-Infinity", 1),
    metric("e", 1e-300, 0),
    { ...metric("z", 3, 0), step: "9223372036854775807" },
  ];
  await post("runs/log-batch", {
    run_id,
    params,
    metrics: odd.map((each) => ({ ...each, timestamp: 1700000000000 })),
  });
  const dataset = {
    name: "train set",
    digest: "abc",
    source_type: "local",
    source: "{}",
    schema: '{"a": 1}',
  };
  await post("runs/log-inputs", {
    run_id,
    datasets: [{ dataset, tags: [{ key: "mlflow.data.context", value: "training" }] }],
  });
  for (const [file, text] of [
    ["report.txt", "all well"],
    ["model/MLmodel", "flavors: {}"],
    ["model/deep/w é 1.bin", "w".repeat(70_000)],
  ])
    await put(tracking, key, artifact_uri, encodeURI(file), text);
  const { model } = await post("logged-models", {
    experiment_id,
    name: "forest",
    source_run_id: run_id,
    model_type: "regressor",
    params: [{ key: "depth", value: "3" }],
    tags: [{ key: "k", value: "v" }],
  });
  const { model_id, artifact_uri: root } = model.info;
  await put(tracking, key, root, "MLmodel", "flavors: {}");
  await post("runs/log-batch", {
    run_id,
    metrics: [{ ...metric("acc", 0.5, 4), model_id, dataset_name: "train set", dataset_digest: "abc" }],
  });
  await tracking.ask(
    "PATCH",
    `logged-models/${model_id}`,
    key,
    JSON.stringify({ status: "LOGGED_MODEL_READY" }),
  );
  await post("runs/outputs", { run_id, models: [{ model_id, step: 7 }] });
  await post("runs/update", { run_id, status: "FINISHED", end_time: 1700000009000 });
  const child = await post("runs/create", {
    experiment_id,
    start_time: 1,
    tags: [{ key: "mlflow.parentRunId", value: run_id }],
  });
  await post("runs/log-inputs", { run_id: child.run.info.run_id, models: [{ model_id }] });
  const trashed = await post("runs/create", { experiment_id, run_name: "in the trash" });
  await post("runs/delete", { run_id: trashed.run.info.run_id });
  const old = await post("experiments/create", { name: "old" });
  await post("runs/create", { experiment_id: old.experiment_id, run_name: "of old" });
  await post("experiments/delete", { experiment_id: old.experiment_id });
  await post("registered-models/create", {
    name: "it's a model",
    description: "two\nlines",
    tags: [{ key: "t", value: "1" }],
  });
  const register = (source: string, more = {}) =>
    post("model-versions/create", { name: "it's a model", source, ...more });
  await register(`runs:/${run_id}/model`, {
    run_id,
    description: "first",
    tags: [{ key: "vk", value: "vv" }],
  });
  await register("s3://bucket/deleted");
  await register(`models:/${model_id}`, { run_id, model_id });
  await register("s3://bucket/elsewhere");
  // One whose files only this server knows, and no run: it comes along by the default experiment.
  await tracking.get("experiments/get", { experiment_id: "0" }, key);
  await createTestVersion(tracking.ctx, "made here");
  await tracking.ask(
    "DELETE",
    "model-versions/delete",
    key,
    JSON.stringify({ name: "it's a model", version: "2" }),
  );
  const stage = { name: "it's a model", version: "1", stage: "Production" };
  await post("model-versions/transition-stage", stage);
  await post("registered-models/alias", { name: "it's a model", version: "3", alias: "champion" });
}

/** Everything that a project's clients are told, but for ids and dates of experiments, times of the registry, and who did it. */
export async function everything(tracking: TestTracking, token: string) {
  const source = new RestSource(new RestClient(tracking.url, token));
  const filesOf = async (owner: Owner) => {
    const files: Record<string, string> = {};
    for (const { path: file } of await source.files(owner)) {
      const bytes: Uint8Array[] = [];
      for await (const chunk of await source.read(owner, file)) bytes.push(chunk);
      files[file] = Buffer.concat(bytes).toString();
    }
    return files;
  };
  const experiments: Record<string, unknown> = {};
  for await (const experiment of source.experiments()) {
    const runs: Record<string, unknown> = {};
    for await (const run of source.runs(experiment)) {
      const points = await Promise.all(
        run.metrics.map(async (key) => [key, await source.points(run, key)] as const),
      );
      const own = without(run, "userId");
      runs[run.id] = { ...own, points: Object.fromEntries(points), files: await filesOf({ runId: run.id }) };
    }
    const models: Record<string, unknown> = {};
    for await (const model of source.loggedModels(experiment)) {
      const { tags, ...own } = without(model, "updatedAt");
      const kept = tags.filter(({ key }) => key !== "mlflow.modelVersions");
      models[model.id] = { ...own, tags: kept, files: await filesOf({ modelId: model.id }) };
    }
    const { isDeleted, tags } = experiment;
    experiments[experiment.name] = { isDeleted, tags, runs, models };
  }
  const downloadUri = async (name: string, version: number, from: string) => {
    const { body } = await tracking.get(
      "model-versions/get-download-uri",
      { name, version: String(version) },
      token,
    );
    return (body.artifact_uri as string | undefined) ?? from;
  };
  const registry = [];
  for await (const model of source.models()) {
    const versions = [];
    for (const version of model.versions) {
      const at = await downloadUri(model.name, version.number, version.source);
      const files = await filesOf({ model: model.name, version: { ...version, source: at } });
      versions.push({ ...without(version, "createdAt", "updatedAt", "source"), files });
    }
    registry.push({ ...without(model, "createdAt", "updatedAt"), versions });
  }
  return { experiments, registry };
}

export type Everything = Awaited<ReturnType<typeof everything>>;

/** Takes the logged models that only the import has out of what is compared, and returns their ids. */
export function madeModels(imported: Everything, original: Everything): string[] {
  return Object.entries(imported.experiments).flatMap(([name, experiment]) => {
    const { models } = experiment as { models: Record<string, unknown> };
    const before =
      (original.experiments[name] as { models: Record<string, unknown> } | undefined)?.models ?? {};
    const made = Object.keys(models).filter((id) => !(id in before));
    for (const id of made) delete models[id];
    return made;
  });
}

function without<T extends object, Key extends keyof T>(record: T, ...keys: Key[]): Omit<T, Key> {
  const copy = { ...record };
  for (const key of keys) delete copy[key];
  return copy;
}
