import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newRun, sendTo, type RunInfo, type Sent } from "./files";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
let run: RunInfo;
let experimentId: string;

beforeAll(async () => {
  tracking = await startTracking();
  ({ run } = await newRun(tracking));
  experimentId = (await tracking.get("runs/get", { run_id: run.run_id })).body.run.info.experiment_id;
});
afterAll(() => tracking.close());

const send = async (method: string, path: string, body?: unknown, sent: Sent = {}) => {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const { status, json } = await sendTo(tracking, method, path, { ...sent, body: text });
  return { status, body: json };
};
const models = "/api/2.0/mlflow/logged-models";
const create = async (body: object = {}) =>
  (await send("POST", models, { experiment_id: experimentId, name: "m", ...body })).body.model;
const get = async (id: string) => (await send("GET", `${models}/${id}`)).body.model;

describe("a logged model", () => {
  it("is told as MLflow tells it, from its creation to its end", async () => {
    const params = [{ key: "C", value: "1.0" }];
    const tags = [{ key: "t", value: "1" }];
    const made = await create({ model_type: "classifier", source_run_id: run.run_id, params, tags });
    const id = made.info.model_id as string;
    expect(made).toEqual({
      info: {
        model_id: expect.stringMatching(/^m-[0-9a-f]{32}$/),
        experiment_id: experimentId,
        name: "m",
        creation_timestamp_ms: expect.any(Number),
        last_updated_timestamp_ms: made.info.creation_timestamp_ms,
        artifact_uri: `mlflow-artifacts:/${experimentId}/models/${id}/artifacts`,
        status: "LOGGED_MODEL_PENDING",
        model_type: "classifier",
        source_run_id: run.run_id,
        tags,
      },
      data: { params, metrics: [] },
    });
    const one = `${models}/${id}`;
    expect(
      (await send("PATCH", `${one}/tags`, { tags: [{ key: "u/v", value: "2" }] })).body.model.info.tags,
    ).toEqual([...tags, { key: "u/v", value: "2" }]);
    expect(await send("DELETE", `${one}/tags/u%2Fv`)).toEqual({ status: 200, body: {} });
    expect(await send("DELETE", `${one}/tags/u%2Fv`)).toMatchObject({ status: 404 });
    expect(await send("POST", `${one}/params`, { params: [{ key: "D", value: "2" }] })).toEqual({
      status: 200,
      body: {},
    });
    expect(await send("POST", `${one}/params`, { params: [{ key: "C", value: "2" }] })).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE" },
    });
    const ended = await send("PATCH", one, { model_id: id, status: "LOGGED_MODEL_READY" });
    expect(ended.body.model.info.status).toBe("LOGGED_MODEL_READY");
    expect((await send("PATCH", one, { status: 3 })).body.model.info.status).toBe(
      "LOGGED_MODEL_UPLOAD_FAILED",
    );
    for (const status of ["LOGGED_MODEL_STATUS_UNSPECIFIED", 0, 4, "READY", undefined])
      expect(await send("PATCH", one, { status })).toMatchObject({ status: 400 });
    expect(await send("DELETE", one, { model_id: id })).toEqual({ status: 200, body: {} });
    expect(await send("GET", one)).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
    expect((await send("GET", `${one}?allow_deleted=true`)).body.model.data.params).toEqual([
      ...params,
      { key: "D", value: "2" },
    ]);
  });

  it("of no run says nothing of a run, and has a name", async () => {
    const { info } = await create({ name: "", source_run_id: "", model_type: "" });
    expect(Object.keys(info)).not.toContain("source_run_id");
    expect(info.name).toMatch(/^\w+-\w+-\d+$/);
    for (const body of [{ name: "a/b" }, { params: "x" }, { experiment_id: 5 }])
      expect(await send("POST", models, { experiment_id: experimentId, ...body })).toMatchObject({
        status: 400,
        body: { error_code: "INVALID_PARAMETER_VALUE" },
      });
  });

  it("has files of its own, listed and fetched by its id", async () => {
    const { info } = await create();
    const root = `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/models/${info.model_id}/artifacts`;
    await sendTo(tracking, "PUT", `${root}/MLmodel`, { body: "flavors: {}" });
    await sendTo(tracking, "PUT", `${root}/data/model.pkl`, { body: "x" });
    expect((await send("GET", `${models}/${info.model_id}/artifacts/directories`)).body).toEqual({
      root_uri: info.artifact_uri,
      files: [
        { path: "MLmodel", is_dir: false, file_size: 11 },
        { path: "data", is_dir: true },
      ],
    });
    const under = `${models}/${info.model_id}/artifacts/directories?artifact_directory_path=`;
    expect((await send("GET", `${under}data`)).body.files).toEqual([
      { path: "data/model.pkl", is_dir: false, file_size: 1 },
    ]);
    expect(await send("GET", `${under}..`)).toMatchObject({ status: 400, body: { message: "Invalid path" } });
    const files = `/ajax-api/2.0/mlflow/logged-models/${info.model_id}/artifacts/files`;
    const file = await sendTo(tracking, "GET", `${files}?artifact_file_path=MLmodel`);
    expect([file.status, file.text]).toEqual([200, "flavors: {}"]);
    expect(file.headers["content-disposition"]).toMatch(/^attachment; /);
    expect((await send("GET", files)).status).toBe(400);
    expect((await send("GET", `${files}?artifact_file_path=../x`)).body.message).toBe("Invalid path");
  });
});

describe("a run", () => {
  it("tells what models it read and made, and its metrics are theirs", async () => {
    const { run: own } = await newRun(tracking);
    const [first, second] = [(await create()).info.model_id, (await create()).info.model_id];
    const { run_id } = own;
    const point = { key: "acc", value: 0.5, timestamp: 1000 };
    const on = { dataset_name: "train", dataset_digest: "abc" };
    await tracking.post("runs/outputs", { run_id, models: [{ model_id: first, step: "4" }] });
    await tracking.post("runs/log-inputs", { run_id, models: [{ model_id: second }] });
    await tracking.post("runs/log-batch", {
      run_id,
      metrics: [{ ...point, model_id: first, step: 1, ...on }, point],
    });
    await tracking.post("runs/log-metric", { run_id, ...point, value: "NaN", step: 2, model_id: first });
    const { body } = await tracking.get("runs/get", { run_id });
    expect(body.run).toMatchObject({
      inputs: { model_inputs: [{ model_id: second }] },
      outputs: { model_outputs: [{ model_id: first, step: 4 }] },
      data: { metrics: [{ key: "acc", value: "NaN", step: 2 }] },
    });
    expect((await get(first)).data.metrics).toEqual([
      { ...point, step: 1, ...on, model_id: first, run_id },
      { ...point, value: "NaN", step: 2, model_id: first, run_id },
    ]);
    for (const wrong of [{ model_id: first, dataset_name: "train" }, { dataset_digest: "abc" }])
      expect((await tracking.post("runs/log-metric", { run_id, ...point, ...wrong })).status).toBe(400);
    const unknown = { model_id: `m-${"0".repeat(32)}` };
    for (const wrong of [unknown, { model_id: "m" }]) {
      expect((await tracking.post("runs/log-metric", { run_id, ...point, ...wrong })).status).toBe(404);
      expect((await tracking.post("runs/outputs", { run_id, models: [wrong] })).status).toBe(404);
      expect((await tracking.post("runs/log-inputs", { run_id, models: [wrong] })).status).toBe(404);
    }
  });
});

describe("a search", () => {
  const search = (body: object) => send("POST", `${models}/search`, body);

  it("finds by experiment, name and run, newest first, in pages", async () => {
    const { body } = await tracking.post("experiments/create", { name: "searched" });
    const experiment_ids = [body.experiment_id];
    for (const [name, source_run_id] of [
      ["a", run.run_id],
      ["b", run.run_id],
      ["a", ""],
    ])
      await create({ experiment_id: body.experiment_id, name, source_run_id });
    await tracking.services.db.prisma.$executeRaw`
      UPDATE "LoggedModel" SET "createdAt" = now() + ("sourceRunId" IS NULL)::int * interval '2 s' + (name = 'b')::int * interval '1 s'
      WHERE "experimentId" = ${body.experiment_id}::uuid`;
    const found = async (query: object) => {
      const answer = (await search({ experiment_ids, ...query })).body;
      return {
        names: answer.models.map(({ info }: { info: { name: string } }) => info.name),
        token: answer.next_page_token,
      };
    };
    const all = await found({ max_results: 2 });
    expect(all).toEqual({ names: ["a", "b"], token: expect.any(String) });
    expect(await found({ max_results: 2, page_token: all.token })).toEqual({ names: ["a"] });
    const filter = `name = 'a' AND source_run_id='${run.run_id}'`;
    expect((await found({ filter })).names).toEqual(["a"]);
    expect((await found({ filter: "name='b'" })).names).toEqual(["b"]);
    const order_by = [{ field_name: "creation_time", ascending: true }];
    expect((await found({ order_by })).names).toEqual(["a", "b", "a"]);
  });

  it("says what it does not understand", async () => {
    for (const wrong of [
      {},
      { experiment_ids: [experimentId], filter: "nonsense" },
      { experiment_ids: [experimentId], page_token: "nonsense" },
      { experiment_ids: [experimentId], max_results: 0 },
      { experiment_ids: [experimentId], order_by: [{ field_name: "nonsense" }] },
    ])
      expect(await search(wrong)).toMatchObject({
        status: 400,
        body: { error_code: "INVALID_PARAMETER_VALUE" },
      });
  });
});

it("another project's key finds none of it", async () => {
  const { info } = await create();
  const { key } = await tracking.stranger();
  const one = `${models}/${info.model_id}`;
  const theirs = await newRun(tracking, "0", key);
  const unusable: [string, string, unknown?][] = [
    ["GET", one],
    ["PATCH", one, { status: 2 }],
    ["DELETE", one],
    ["PATCH", `${one}/tags`, { tags: [] }],
    ["DELETE", `${one}/tags/a`],
    ["POST", `${one}/params`, { params: [] }],
    ["GET", `${one}/artifacts/directories`],
    ["GET", `/ajax-api/2.0/mlflow/logged-models/${info.model_id}/artifacts/files?artifact_file_path=x`],
    ["PUT", `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/models/${info.model_id}/artifacts/x`, "x"],
    [
      "POST",
      "/api/2.0/mlflow/runs/outputs",
      { run_id: theirs.run.run_id, models: [{ model_id: info.model_id }] },
    ],
    ["POST", models, { experiment_id: experimentId }],
    ["GET", `${models}/not-an-id`],
  ];
  for (const [method, path, body] of unusable)
    expect(await send(method, path, body, { key })).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
  const { body } = await send("POST", `${models}/search`, { experiment_ids: [experimentId] }, { key });
  expect(body.models).toEqual([]);
});
