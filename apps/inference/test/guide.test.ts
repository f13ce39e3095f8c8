import { setAlias } from "@pipepilot/domain/model/set-alias";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { trainBoosting } from "@pipepilot/ml/predictor/testing";
import { syntheticHousing } from "@pipepilot/ml/synthetic/housing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formOf, guideBlocks, nameOf, runCurls, type GuideBlock } from "../../../packages/tooling/guide";
import { registerPipeline, TestService, until } from "./harness";

const MODEL = "housing_price_predictor";

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services);
  const table = syntheticHousing({ rows: 400 });
  const pipeline = await trainBoosting(table, "median_house_value");
  const columns = pipeline.signature.inputs.map(({ name }) => name);
  const row = columns.map((name) => (name === "ocean_proximity" ? "INLAND" : 1));
  for (let version = 0; version < 3; version++)
    await registerPipeline(service.ctx, MODEL, pipeline, undefined, { columns, data: [row] });
  await service.promote(3, "Production", MODEL);
  await service.promote(2, "Staging", MODEL);
  await setAlias({ ctx: service.ctx, input: { model: MODEL, alias: "champion", number: 3 } });
  await until("the model is loaded", () => service.inference.serving.production.loaded().length === 1);
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

it.each(guideBlocks("inference").map((block): [string, GuideBlock] => [nameOf(block), block]))(
  "%s is answered as the document says",
  async (_, { text, options, outcome }) => {
    const answers = await runCurls(text, { "http://localhost:5001": service.url }, service.key);
    expect(answers.length).toBeGreaterThan(0);
    for (const { status, body } of answers)
      expect([status, body]).toEqual([Number(options.status ?? 200), body]);
    if (outcome !== null) expect(formOf(answers.at(-1)?.body ?? "")).toEqual(formOf(outcome));
  },
);
