import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, HOME_PRICE, MODEL, TestService, until } from "./harness";

const columns = Object.keys(HOME);
const row = Object.values(HOME);
const expected = HOME_PRICE + 1000;

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services, { maxBodyBytes: 100_000, maxRows: 1500 });
  await service.register();
  await service.register();
  await service.promote(1);
  await service.promote(2, "Staging");
  await until("version 1 is loaded", () => service.inference.serving.production.loaded().length === 1);
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

describe("the scoring protocol", () => {
  it.each([
    ["dataframe_split", { dataframe_split: { columns, data: [row] } }],
    ["dataframe_split with an index", { dataframe_split: { index: [7], columns, data: [row] } }],
    ["dataframe_records", { dataframe_records: [HOME] }],
    ["instances of objects", { instances: [HOME] }],
    ["instances of rows", { instances: [row] }],
    ["inputs of columns", { inputs: Object.fromEntries(columns.map((name, index) => [name, [row[index]]])) }],
    ["inputs of rows", { inputs: [row] }],
    ["params", { dataframe_records: [HOME], params: {} }],
    ["columns in another order, and one more", { dataframe_records: [{ more: [{}], ...HOME, size: 10 }] }],
  ])("answers %s", async (_, body) => {
    const asked = await service.ask(body);
    expect(asked.body).toEqual({ predictions: [expect.closeTo(expected, 3)] });
    expect(asked.status).toBe(200);
  });

  it("answers text/csv", async () => {
    const csv = `${columns.join(",")}\n${row.join(",")}\n20,1,,INLAND,false\n`;
    const asked = await service.ask(csv, { contentType: "text/csv; charset=utf-8" });
    expect(asked.body).toEqual({ predictions: [expect.closeTo(expected, 3), expect.closeTo(1041, 3)] });
  });

  it("answers exactly the predictions, and says in headers which version gave them", async () => {
    const asked = await service.ask({ dataframe_records: [HOME] });
    expect(Object.keys(asked.body)).toEqual(["predictions"]);
    expect(asked.headers.get("content-type")).toMatch(/^application\/json/);
    expect(asked.headers.get("x-pipepilot-model")).toBe(MODEL);
    expect(asked.headers.get("x-pipepilot-version")).toBe("1");
    expect(asked.headers.get("x-pipepilot-prediction-id")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("names columns whose category training never saw", async () => {
    const asked = await service.ask({ dataframe_records: [{ ...HOME, place: "MARS" }] });
    expect(asked.status).toBe(200);
    expect(asked.headers.get("x-pipepilot-unseen-columns")).toBe("place");
  });

  it.each([
    ["/models/home_price_predictor/invocations", "1"],
    ["/models/home_price_predictor/invocations?version=2", "2"],
    ["/models/home_price_predictor/invocations?version=latest", "2"],
    ["/models/home_price_predictor/invocations?stage=Production", "1"],
    ["/models/home_price_predictor/invocations?stage=Staging", "2"],
    ["/invocations?version=2", "2"],
  ])("%s is answered by version %s", async (path, version) => {
    const asked = await service.ask({ dataframe_records: [HOME] }, { path });
    expect(asked.headers.get("x-pipepilot-version")).toBe(version);
    expect(asked.body.predictions[0]).toBeCloseTo(HOME_PRICE + 1000 * Number(version), 3);
  });

  it("answers many rows as it answers each", async () => {
    const homes = Array.from({ length: 1500 }, (_, index) => ({
      ...HOME,
      size: index % 30,
      rooms: index % 5,
    }));
    const asked = await service.ask({
      dataframe_split: { columns, data: homes.map((home) => Object.values(home)) },
    });
    expect(asked.body.predictions).toHaveLength(1500);
    asked.body.predictions.forEach((prediction, index) =>
      expect(prediction).toBeCloseTo(1010 + 2 * (index % 30) + (index % 5), 2),
    );
  });
});

describe("what cannot be answered", () => {
  it.each([
    ["no JSON", "{", "BAD_REQUEST", "not valid JSON"],
    ["an empty body", "", "BAD_REQUEST", "empty"],
    ["null", null, "BAD_REQUEST", "exactly one of"],
    ["a list", [], "BAD_REQUEST", "exactly one of"],
    ["two formats", { instances: [row], inputs: [row] }, "BAD_REQUEST", "exactly one of"],
    ["no rows", { dataframe_records: [] }, "BAD_REQUEST", "no rows"],
    [
      "a missing column",
      { dataframe_records: [{ ...HOME, size: undefined }] },
      "INVALID_PARAMETER_VALUE",
      "size",
    ],
    ["a wrong type", { dataframe_records: [{ ...HOME, size: "ten" }] }, "INVALID_PARAMETER_VALUE", "size"],
    [
      "a nested value",
      { dataframe_records: [{ ...HOME, size: { a: 1 } }] },
      "INVALID_PARAMETER_VALUE",
      "size",
    ],
    ["a short row", { dataframe_split: { columns, data: [[1]] } }, "BAD_REQUEST", "Row 0"],
    ["params that are no object", { dataframe_records: [HOME], params: 3 }, "BAD_REQUEST", "params"],
  ])("%s is 400 and says why", async (_, body, code, words) => {
    const asked = await service.ask(body);
    expect(asked.status).toBe(400);
    expect(asked.body).toEqual({ error_code: code, message: expect.stringContaining(words) });
  });

  it.each([
    ["?version=99", 404, "RESOURCE_DOES_NOT_EXIST", "has no version 99"],
    ["?alias=champion", 404, "RESOURCE_DOES_NOT_EXIST", 'no alias "champion"'],
    ["?version=two", 400, "INVALID_PARAMETER_VALUE", "version"],
    ["?stage=production", 400, "INVALID_PARAMETER_VALUE", "stage"],
    ["?version=1&stage=Staging", 400, "INVALID_PARAMETER_VALUE", "one of"],
    ["?version=1&version=2", 400, "INVALID_PARAMETER_VALUE", "version"],
  ])("the query %s is %i", async (query, status, code, words) => {
    const asked = await service.ask(
      { dataframe_records: [HOME] },
      { path: `/models/${MODEL}/invocations${query}` },
    );
    expect(asked.body).toEqual({ error_code: code, message: expect.stringContaining(words) });
    expect(asked.status).toBe(status);
  });

  it("an unknown model is 404", async () => {
    const asked = await service.ask({ dataframe_records: [HOME] }, { path: "/models/nobody/invocations" });
    expect(asked.status).toBe(404);
    expect(asked.body).toEqual({
      error_code: "RESOURCE_DOES_NOT_EXIST",
      message: expect.stringContaining("nobody"),
    });
  });

  it.each(["/", "/invocation", "/models//invocations", "/%zz", "/models/%zz/invocations"])(
    "the address %s is an error in the same form",
    async (path) => {
      const asked = await service.ask({ dataframe_records: [HOME] }, { path });
      expect(asked.status).toBeGreaterThanOrEqual(400);
      expect(asked.status).toBeLessThan(500);
      expect(Object.keys(asked.body)).toEqual(["error_code", "message"]);
    },
  );

  it.each([
    ["text/plain", {}],
    ["application/xml", {}],
    ["application/json; charset=utf-16", {}],
    ["application/json", { "content-encoding": "gzip" }],
  ])("%s with %o is 415", async (contentType, headers) => {
    const asked = await service.ask("{}", { contentType, headers });
    expect(asked.status).toBe(415);
    expect(asked.body.error_code).toBe("UNSUPPORTED_MEDIA_TYPE");
  });

  it("too many bytes and too many rows are 413", async () => {
    const bytes = await service.ask(" ".repeat(100_001));
    expect([bytes.status, bytes.body.error_code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    const rows = await service.ask({ instances: Array.from({ length: 1501 }, () => [1]) });
    expect([rows.status, rows.body.error_code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect(rows.body.message).toContain("1500");
  });

  it("nothing in Production is 503, of one model and of a project", async () => {
    await service.register("unpromoted");
    const path = "/models/unpromoted/invocations";
    const asked = await service.ask({ dataframe_records: [HOME] }, { path });
    expect([asked.status, asked.body.error_code]).toEqual([503, "TEMPORARILY_UNAVAILABLE"]);
    expect(asked.headers.get("retry-after")).toBe("1");
    const empty = await TestService.start(services);
    expect(await empty.ask({ dataframe_records: [HOME] })).toMatchObject({ status: 503 });
    await empty.stop();
  });
});

describe("health", () => {
  it("is seen without a key and names no model", async () => {
    const get = (path: string) => fetch(service.url + path);
    const ping = await get("/ping");
    expect([ping.status, await ping.text()]).toEqual([200, ""]);
    expect(await (await get("/health")).json()).toMatchObject({
      status: "ready",
      database: "up",
      models: { loading: 0, failed: 0 },
    });
    expect((await get("/health/ready")).status).toBe(200);
    expect(await (await get("/version")).text()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
