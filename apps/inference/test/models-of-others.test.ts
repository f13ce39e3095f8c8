import { createModel } from "@pipepilot/domain/model/create";
import { registerVersion } from "@pipepilot/domain/model/register-version";
import { renameModel } from "@pipepilot/domain/model/rename";
import { deleteVersion } from "@pipepilot/domain/model/delete-version";
import { logArtifact } from "@pipepilot/domain/run/log-artifact";
import { createTestExperiment, createTestRun } from "@pipepilot/domain/run/testing";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { objectKey } from "@pipepilot/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, MODEL, TestService, until } from "./harness";

const body = { dataframe_records: [HOME] };

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services);
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

/** As an MLflow client does it. Its model's bytes leave the store: whoever reads them fails otherwise. */
async function registerSklearn(model: string) {
  const { ctx } = service;
  const runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
  const log = async (path: string, text: string) => {
    const { hash, size } = await ctx.store.put(Buffer.from(text));
    await logArtifact({ ctx, input: { runId, path, blob: { hash, size } } });
    return hash;
  };
  await log("model/MLmodel", "flavors: {sklearn: {}, python_function: {}}");
  const pickle = await log("model/model.pkl", `pickle of ${runId}`);
  const version = await registerVersion({ ctx, input: { model, source: `runs:/${runId}/model` } });
  await ctx.store.delete(objectKey(pickle));
  return version;
}

const failure = (number: number) =>
  service.inference.serving.production.failed().find(({ version }) => version.number === number)?.error;

describe("a version that no family of ours loads", () => {
  it("in Production replaces nothing, and says why when it is asked for itself", async () => {
    await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    await registerSklearn(MODEL);
    await service.promote(2);
    await until("version 2 is refused", () => failure(2) !== undefined);
    expect(failure(2)).toMatch(/sklearn/);
    const answer = await service.ask(body);
    expect([answer.status, answer.headers.get("x-pipepilot-version")]).toEqual([200, "1"]);
    expect(await service.ask(body, { path: `/models/${MODEL}/invocations?version=2` })).toMatchObject({
      status: 503,
      body: { error_code: "MODEL_NOT_SERVABLE", message: expect.stringContaining("Version 2") },
    });
  });

  it("alone in Production is answered by 503 with its own code", async () => {
    await createModel({ ctx: service.ctx, input: { name: "sk" } });
    await registerSklearn("sk");
    await service.promote(1, "Production", "sk");
    const path = "/models/sk/invocations";
    await until("it is refused", async () => (await service.ask(body, { path })).status === 503);
    expect((await service.ask(body, { path })).body.error_code).toBe("MODEL_NOT_SERVABLE");
  });
});

describe("a model", () => {
  it("answers under its new name at once, and not under the old one", async () => {
    await service.register("before");
    await service.promote(1, "Production", "before");
    const ask = (model: string) => service.ask(body, { path: `/models/${model}/invocations` });
    await until("it answers", async () => (await ask("before")).status === 200);
    await renameModel({ ctx: service.ctx, input: { model: "before", name: "after" } });
    await until("the new name answers", async () => (await ask("after")).status === 200);
    expect((await ask("before")).status).toBe(404);
  });

  it("stops answering when its Production version is deleted", async () => {
    await deleteVersion({ ctx: service.ctx, input: { model: "after", number: 1 } });
    const ask = () => service.ask(body, { path: "/models/after/invocations" });
    await until("it is gone", async () => (await ask()).status === 503);
    expect((await ask()).body.message).toMatch(/No version of after is Production/);
  });
});
