import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { homes, trainBoosting } from "@pipepilot/ml/predictor/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RowExplanation } from "../src/scoring/explain-rows";
import { HOME, MODEL, registerPipeline, TestService, until, type AskOptions } from "./harness";

const TREES = "tree_prices";
const GARDENS = "tree_gardens";
/** What the model of gardens is asked. */
const GARDENLESS = { size: 10, rooms: 3, age: 2, place: "BAY", price: 33 };
const path = `/models/${TREES}/explanations`;

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services);
  await registerPipeline(service.ctx, TREES, await trainBoosting(homes(), "price"));
  const example = { columns: Object.keys(GARDENLESS), data: [Object.values(GARDENLESS)] };
  const gardens = await trainBoosting(homes(), "garden");
  await registerPipeline(service.ctx, GARDENS, gardens, undefined, example);
  await service.register();
  for (const model of [TREES, GARDENS, MODEL]) await service.promote(1, "Production", model);
  await until("all are loaded", () => service.inference.serving.production.loaded().length === 3);
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

async function explain(body: unknown, options: AskOptions = {}) {
  const asked = await service.ask(body, { path, ...options });
  const { explanations } = asked.body as unknown as { explanations: RowExplanation[] };
  return { ...asked, explanations };
}

const sum = ({ base, contributions }: RowExplanation) =>
  contributions.reduce((total, { value }) => total + value, base);

describe("an explanation", () => {
  it("says what each column added, summing to the very prediction", async () => {
    const rows = [HOME, { ...HOME, size: 30, place: "INLAND" }];
    const { status, headers, explanations } = await explain({ dataframe_records: rows });
    expect(status).toBe(200);
    expect(headers.get("x-pipepilot-version")).toBe("1");
    const predicted = await service.ask(
      { dataframe_records: rows },
      { path: `/models/${TREES}/invocations` },
    );
    expect(explanations.map(({ prediction }) => prediction)).toEqual(
      predicted.body.predictions.map((value) => expect.closeTo(Number(value), 6)),
    );
    for (const each of explanations) {
      expect(each).toMatchObject({ quantity: "value", class: null });
      expect(sum(each)).toBeCloseTo(each.prediction, 6);
      expect(each.contributions.map(({ column }) => column).sort()).toEqual(Object.keys(HOME).sort());
    }
    expect(explanations[0].base).toBe(explanations[1].base);
  });

  it("takes every form that predictions take, and names the class it speaks of", async () => {
    const csv = `${Object.keys(GARDENLESS).join(",")}\n${Object.values(GARDENLESS).join(",")}\n`;
    const { explanations, body } = await explain(csv, {
      path: `/models/${GARDENS}/explanations?version=1`,
      contentType: "text/csv",
    });
    expect(body).toEqual({ explanations: [expect.anything()] });
    expect(explanations[0]).toMatchObject({ quantity: "margin", class: "true" });
    expect(sum(explanations[0])).toBeCloseTo(explanations[0].prediction, 6);
  });

  it("is not a prediction: nothing is logged for it", async () => {
    const { predictions } = service.inference.serving;
    const count = async () => {
      await predictions.flush();
      return services.db.prisma.prediction.count({ where: { projectId: service.ctx.project.id } });
    };
    const before = await count();
    const { status, headers } = await explain({ dataframe_records: [HOME] });
    expect([status, headers.get("x-pipepilot-prediction-id")]).toEqual([200, null]);
    expect(await count()).toBe(before);
  });
});

describe("whoever asks for one", () => {
  it("needs a key with the scope predict, checked before the body is read", async () => {
    expect((await explain("x", { key: null, contentType: "text/plain" })).status).toBe(401);
    expect((await explain({ dataframe_records: [HOME] }, { key: "hello" })).status).toBe(401);
    const key = await service.createKey({ name: "tracker", scopes: ["track"] });
    expect((await explain({ dataframe_records: [HOME] }, { key })).status).toBe(403);
  });

  it("gets none for a model of another project", async () => {
    const stranger = await TestService.start(services);
    const asked = await stranger.ask({ dataframe_records: [HOME] }, { path });
    await stranger.stop();
    expect([asked.status, asked.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });

  it.each([
    ["no body", "", 400, /empty/],
    ["no rows", { dataframe_records: [] }, 400, /no rows/],
    ["too many rows", { dataframe_records: Array.from({ length: 11 }, () => HOME) }, 413, /at most 10/],
    ["a missing column", { dataframe_records: [{ size: 1 }] }, 400, /rooms/],
    ["a text for a number", { dataframe_records: [{ ...HOME, size: "big" }] }, 400, /size/],
  ])("is told what is wrong: %s", async (_, body, status, message) => {
    const asked = await explain(body);
    expect(asked.status).toBe(status);
    expect(asked.body.message).toMatch(message);
  });

  it("hears which families cannot be explained", async () => {
    const asked = await explain({ dataframe_records: [HOME] }, { path: `/models/${MODEL}/explanations` });
    expect([asked.status, asked.body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(asked.body.message).toMatch(/^This linear model cannot be explained here/);
  });
});

it("ends an explanation whose time is over", async () => {
  const many = await registerPipeline(service.ctx, TREES, await trainBoosting(homes(), "price", 3000));
  const hurried = await TestService.startFor(service.ctx, { explainTimeoutMs: 1, explainRows: 1000 });
  const rows = Array.from({ length: 1000 }, (_, size) => ({ ...HOME, size }));
  const asked = await hurried.ask({ dataframe_records: rows }, { path: `${path}?version=${many.number}` });
  await hurried.stop();
  expect([asked.status, asked.body.message]).toEqual([503, "Explaining took too long. Send fewer rows."]);
});
