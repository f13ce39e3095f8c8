import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, MODEL, TestService, until } from "./harness";

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services);
  await service.register();
  await service.promote(1);
  await until(
    "version 1 answers",
    async () => (await service.ask({ dataframe_records: [HOME] })).status === 200,
  );
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

interface Request {
  payload: string;
  url?: string;
  contentType?: string;
}

/** Any request gets predictions or a 4xx that says why, never a 5xx. */
async function expectReason({ payload, url = "/invocations", contentType = "application/json" }: Request) {
  const response = await service.inference.app.inject({
    method: "POST",
    url,
    headers: { authorization: `Bearer ${service.key}`, "content-type": contentType },
    payload,
  });
  const body = response.json<{ predictions?: unknown[]; error_code?: string; message?: string }>();
  if (response.statusCode === 200) {
    expect(body.predictions?.length).toBeGreaterThan(0);
    return;
  }
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(response.statusCode).toBeLessThan(500);
  expect(body).toEqual({ error_code: expect.any(String), message: expect.stringMatching(/\S/) });
}

const numRuns = 400;
const names = Object.keys(HOME);
const cell = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  fc.constantFrom("BAY", "10", "", "NaN", true, null, 1e308, -0, "\u0000", "\ud800"),
);
const column = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom("__proto__", "constructor", "toString"),
  fc.string(),
);
const record = fc.oneof(
  fc.record(Object.fromEntries(names.map((name) => [name, cell])), { requiredKeys: [] }),
  fc.dictionary(column, cell),
);

const fuzz = <T>(title: string, arbitrary: fc.Arbitrary<T>, request: (value: T) => Request) =>
  it(title, () =>
    fc.assert(
      fc.asyncProperty(arbitrary, (value) => expectReason(request(value))),
      { numRuns },
    ),
  );

describe("bad input is never our fault", () => {
  fuzz("any text as JSON", fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json()), (payload) => ({
    payload,
  }));

  fuzz(
    "any value in any format",
    fc.tuple(
      fc.constantFrom("dataframe_split", "dataframe_records", "instances", "inputs", "params"),
      fc.jsonValue(),
    ),
    ([format, value]) => ({ payload: JSON.stringify({ [format]: value }) }),
  );

  fuzz("any records", fc.array(record, { maxLength: 5 }), (records) => ({
    payload: JSON.stringify({ dataframe_records: records }),
  }));

  fuzz(
    "any split",
    fc.record({ columns: fc.oneof(fc.array(column), fc.constant(names)), data: fc.array(fc.array(cell)) }),
    (split) => ({ payload: JSON.stringify({ dataframe_split: split }) }),
  );

  fuzz("any columns", fc.dictionary(column, fc.array(cell)), (inputs) => ({
    payload: JSON.stringify({ inputs }),
  }));

  fuzz(
    "any CSV",
    fc.oneof(
      fc.string(),
      fc
        .array(fc.array(fc.string()), { maxLength: 4 })
        .map((rows) => [names, ...rows].map((row) => row.join(",")).join("\n")),
    ),
    (payload) => ({ payload, contentType: "text/csv" }),
  );

  fuzz(
    "any query",
    fc.dictionary(
      fc.constantFrom("version", "stage", "alias", "other"),
      fc.oneof(fc.string(), fc.nat().map(String)),
    ),
    (query) => ({
      payload: JSON.stringify({ dataframe_records: [HOME] }),
      url: `/models/${MODEL}/invocations?${new URLSearchParams(query).toString()}`,
    }),
  );

  fuzz("any model name", fc.string({ maxLength: 300 }), (name) => ({
    payload: JSON.stringify({ dataframe_records: [HOME] }),
    url: `/models/${encodeURIComponent(Buffer.from(name).toString())}/invocations`,
  }));

  fuzz("any content type", fc.string({ unit: "grapheme-ascii" }), (contentType) => ({
    payload: "{}",
    contentType,
  }));

  it("deeply nested values are answered, or refused, and do not stop the prediction log", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const known = JSON.stringify(HOME).slice(1, -1);
    await expectReason({ payload: `{"dataframe_records":[{${known},"extra":${deep}}]}` });
    await expectReason({ payload: `{"dataframe_records":[{${known},"size":${deep}}]}` });
    await expectReason({ payload: deep });
    await service.inference.serving.predictions.flush();
    expect(service.inference.serving.predictions.waiting).toBe(0);
  });
});
