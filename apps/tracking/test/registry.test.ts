import { logArtifact } from "@pipepilot/domain/run/log-artifact";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type Answer, type TestTracking } from "./harness";

let service: TestTracking;
/** It may move versions and delete, which the scope `track` may not. */
let admin: string;
let runId: string;

beforeAll(async () => {
  service = await startTracking();
  admin = (await service.keyFor(service.ctx, ["admin"])).key;
  const { body } = await service.post("runs/create", {});
  runId = body.run.info.run_id;
  const { hash, size } = await service.ctx.store.put(Buffer.from("flavors: {sklearn: {}}"));
  const input = { runId, path: "model/MLmodel", blob: { hash, size } };
  await logArtifact({ ctx: service.ctx, input });
});
afterAll(() => service.close());

const models = (path: string) => `registered-models/${path}`;
const versions = (path: string) => `model-versions/${path}`;
const create = (name: string, rest: object = {}) => service.post(models("create"), { name, ...rest });
const register = (name: string, rest: object = {}) =>
  service.post(versions("create"), { name, source: `runs:/${runId}/model`, run_id: runId, ...rest });
const ask = (method: string, path: string, body: object) =>
  service.ask(method, path, admin, JSON.stringify(body));
const refused = (status: number, code: string) => ({ status, body: { error_code: code } });
const names = ({ body }: Answer) => body.registered_models.map(({ name }: { name: string }) => name);
const numbers = ({ body }: Answer) =>
  body.model_versions.map(({ name, version }: Record<string, string>) => `${name} ${version}`);

describe("registered models", () => {
  it("are answered in MLflow's form", async () => {
    const tags = [{ key: "team", value: "red" }];
    const { status, body } = await create("prices", { description: "of houses", tags });
    expect(status).toBe(200);
    const expected = {
      name: "prices",
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      description: "of houses",
      latest_versions: [],
      tags,
      aliases: [],
    };
    expect(body.registered_model).toEqual(expected);
    expect((await service.get(models("get"), { name: "prices" })).body.registered_model).toEqual(expected);
    expect(await create("prices")).toEqual({
      status: 400,
      body: {
        error_code: "RESOURCE_ALREADY_EXISTS",
        message: "Registered Model (name=prices) already exists.",
      },
    });
    expect(await create("a/b")).toMatchObject(refused(400, "INVALID_PARAMETER_VALUE"));
    expect(await service.post(models("create"), {})).toMatchObject({
      body: { message: expect.stringContaining("Missing value for required parameter 'name'.") },
    });
    expect(await service.get(models("get"), { name: "nobody" })).toMatchObject(
      refused(404, "RESOURCE_DOES_NOT_EXIST"),
    );
  });

  it("are described, renamed, tagged and deleted", async () => {
    await create("first");
    const updated = await ask("PATCH", models("update"), { name: "first", description: "new" });
    expect(updated.body.registered_model.description).toBe("new");
    const renamed = await ask("POST", models("rename"), { name: "first", new_name: "second" });
    expect(renamed.body.registered_model.name).toBe("second");
    const tag = { name: "second", key: "k" };
    expect(await ask("POST", models("set-tag"), { ...tag, value: "v" })).toEqual({ status: 200, body: {} });
    expect(await ask("DELETE", models("delete-tag"), tag)).toEqual({ status: 200, body: {} });
    expect(await ask("DELETE", models("delete"), { name: "second" })).toEqual({ status: 200, body: {} });
    expect(await ask("DELETE", models("delete"), { name: "second" })).toMatchObject(
      refused(404, "RESOURCE_DOES_NOT_EXIST"),
    );
  });

  it("are searched with MLflow's filters, page by page", async () => {
    for (const name of ["search_a", "search_b", "search_c"]) await create(name);
    const filter = "name LIKE 'search%'";
    const first = await service.get(models("search"), { filter, max_results: "2", order_by: "name DESC" });
    expect(names(first)).toEqual(["search_c", "search_b"]);
    const page_token = first.body.next_page_token;
    const rest = await service.get(models("search"), { filter, order_by: "name DESC", page_token });
    expect(names(rest)).toEqual(["search_a"]);
    expect(rest.body).not.toHaveProperty("next_page_token");
    expect(names(await service.get(models("search"), { filter: "tags.team = 'red'" }))).toEqual(["prices"]);
    expect(await service.get(models("search"), { filter: "nam = 'x'" })).toMatchObject(
      refused(400, "INVALID_PARAMETER_VALUE"),
    );
  });
});

describe("model versions", () => {
  it("are answered in MLflow's form", async () => {
    await create("live");
    const { body } = await register("live", { description: "v", run_link: "https://x" });
    expect(body.model_version).toEqual({
      name: "live",
      version: "1",
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      user_id: expect.any(String),
      current_stage: "None",
      description: "v",
      source: `runs:/${runId}/model`,
      run_id: runId,
      run_link: "https://x",
      status: "READY",
      tags: [],
      aliases: [],
    });
    const query = { name: "live", version: "1" };
    expect((await service.get(versions("get"), query)).body).toEqual(body);
    expect((await service.get(versions("get-download-uri"), query)).body.artifact_uri).toMatch(
      /^mlflow-artifacts:\/model-versions\//,
    );
    expect(await register("nobody")).toMatchObject(refused(404, "RESOURCE_DOES_NOT_EXIST"));
    expect(await register("live", { source: "/tmp/x" })).toMatchObject(
      refused(400, "INVALID_PARAMETER_VALUE"),
    );
    const wrong = async (version: string) => service.get(versions("get"), { name: "live", version });
    expect(await wrong("x")).toMatchObject(refused(400, "INVALID_PARAMETER_VALUE"));
    for (const version of ["0", "-1", "2", "99999999999"])
      expect(await wrong(version)).toMatchObject(refused(404, "RESOURCE_DOES_NOT_EXIST"));
  });

  it("are downloaded from an address of their own, whose files nobody changes", async () => {
    const { body } = await service.get(versions("get-download-uri"), { name: "live", version: "1" });
    const address = body.artifact_uri.replace("mlflow-artifacts:/", "");
    const at = (path: string, init: RequestInit = {}, key = service.key) =>
      fetch(`${service.url}/api/2.0/mlflow-artifacts/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${key}` },
      });
    const listed = await at(`artifacts?path=${address}`);
    expect(await listed.json()).toEqual({ files: [{ path: "MLmodel", is_dir: false, file_size: 22 }] });
    expect(await (await at(`artifacts/${address}/MLmodel`)).text()).toBe("flavors: {sklearn: {}}");
    for (const [method, path] of [
      ["PUT", "MLmodel"],
      ["PUT", "new.txt"],
      ["DELETE", "MLmodel"],
    ]) {
      const body = method === "PUT" ? "x" : undefined;
      expect((await at(`artifacts/${address}/${path}`, { method, body })).status).toBe(400);
    }
    expect((await at(`artifacts/${address}/new.txt`)).status).toBe(404);
    const { key } = await service.stranger();
    expect((await at(`artifacts/${address}/MLmodel`, {}, key)).status).toBe(404);
    expect((await at(`artifacts?path=${address}`, {}, key)).status).toBe(404);
  });

  it("move between stages, whatever the case of the word, with room made in Production", async () => {
    await register("live");
    const move = (version: string, stage: string, archive_existing_versions = false) =>
      ask("POST", versions("transition-stage"), { name: "live", version, stage, archive_existing_versions });
    expect((await move("1", "production")).body.model_version.current_stage).toBe("Production");
    expect((await move("2", "Production")).status).toBe(200);
    const latest = await service.post(models("get-latest-versions"), { name: "live", stages: ["archived"] });
    expect(numbers(latest)).toEqual(["live 1"]);
    expect(numbers(await service.get(models("get-latest-versions"), { name: "live" }))).toHaveLength(2);
    expect(await move("1", "Best")).toMatchObject(refused(400, "INVALID_PARAMETER_VALUE"));
    expect(await move("1", "None", true)).toMatchObject(refused(400, "INVALID_PARAMETER_VALUE"));
  });

  it("have aliases, tags and descriptions", async () => {
    const alias = { name: "live", alias: "champion" };
    const version = { name: "live", version: "2" };
    expect((await ask("POST", models("alias"), { ...alias, version: "2" })).body).toEqual({});
    expect((await ask("POST", versions("set-tag"), { ...version, key: "k", value: "v" })).body).toEqual({});
    await ask("PATCH", versions("update"), { ...version, description: "best" });
    expect((await service.get(models("alias"), alias)).body.model_version).toMatchObject({
      version: "2",
      description: "best",
      aliases: ["champion"],
      tags: [{ key: "k", value: "v" }],
    });
    expect(await ask("POST", models("alias"), { ...alias, alias: "v2", version: "2" })).toMatchObject(
      refused(400, "INVALID_PARAMETER_VALUE"),
    );
    await ask("DELETE", versions("delete-tag"), { ...version, key: "k" });
    await ask("DELETE", models("alias"), alias);
    expect(await service.get(models("alias"), alias)).toMatchObject(refused(400, "INVALID_PARAMETER_VALUE"));
  });

  it("are searched, and gone when they are deleted", async () => {
    const search = (filter: string, rest: Record<string, string> = {}) =>
      service.get(versions("search"), { filter, ...rest });
    expect(numbers(await search("name='live'", { order_by: "version_number ASC" }))).toEqual([
      "live 1",
      "live 2",
    ]);
    expect(numbers(await search(`run_id = '${runId}' and version_number > 1`))).toEqual(["live 2"]);
    const page = await search("name='live'", { max_results: "1" });
    const token = page.body.next_page_token;
    expect(numbers(await search("name='live'", { max_results: "1", page_token: token }))).toHaveLength(1);
    await ask("DELETE", versions("delete"), { name: "live", version: "2" });
    expect(numbers(await search("name='live'"))).toEqual(["live 1"]);
    expect((await register("live")).body.model_version.version).toBe("3");
  });
});

describe("a key", () => {
  it("sees nothing of another project, and with the scope track alone changes nothing of Production", async () => {
    const { key } = await service.stranger();
    expect(await service.get(models("get"), { name: "live" }, key)).toMatchObject(
      refused(404, "RESOURCE_DOES_NOT_EXIST"),
    );
    expect(names(await service.get(models("search"), {}, key))).toEqual([]);
    expect(numbers(await service.get(versions("search"), {}, key))).toEqual([]);
    const denied = refused(403, "PERMISSION_DENIED");
    const version = { name: "live", version: "1" };
    expect(await service.post(versions("transition-stage"), { ...version, stage: "Staging" })).toMatchObject(
      denied,
    );
    const own = (method: string, path: string, body: object) =>
      service.ask(method, path, service.key, JSON.stringify(body));
    await ask("POST", versions("transition-stage"), { ...version, stage: "Production" });
    expect(await own("DELETE", models("delete"), { name: "live" })).toMatchObject(denied);
    expect(await own("DELETE", versions("delete"), version)).toMatchObject(denied);
    expect(await own("POST", models("rename"), { name: "live", new_name: "dead" })).toMatchObject(denied);
    await ask("POST", versions("transition-stage"), { ...version, stage: "Archived" });
    expect(await own("DELETE", versions("delete"), version)).toMatchObject({ status: 200 });
    expect((await service.get(models("get"), { name: "live" }, "wrong")).status).toBe(401);
  });
});
