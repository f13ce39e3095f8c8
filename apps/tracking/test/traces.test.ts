import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
let experimentId: string;
beforeAll(async () => {
  tracking = await startTracking();
  const { body } = await tracking.post("experiments/create", { name: "traced" });
  experimentId = body.experiment_id as string;
});
afterAll(() => tracking.close());

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const span = {
  traceId: TRACE,
  spanId: "b7ad6b7169203331",
  name: "answer",
  startTimeUnixNano: "1795285538815344148",
  endTimeUnixNano: "1795285538915344148",
  attributes: [{ key: "tokens", value: { intValue: "9007199254740993" } }],
  status: { code: 1 },
};
const bodyOf = (...spans: object[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

async function sendSpans(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const own = { authorization: `Bearer ${tracking.key}`, "x-mlflow-experiment-id": experimentId };
  const response = await fetch(`${tracking.url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", ...own, ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

async function ask(path: string, method = "GET", body?: object, key = tracking.key) {
  const response = await fetch(`${tracking.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe("traces", () => {
  it("come back digit by digit, at both addresses of the third version", async () => {
    expect(await sendSpans(bodyOf(span))).toEqual({ status: 200, text: "{}" });
    for (const prefix of ["/api/3.0/mlflow", "/ajax-api/3.0/mlflow"]) {
      const { status, text } = await ask(`${prefix}/traces/get?trace_id=tr-${TRACE}`);
      expect(status).toBe(200);
      expect(text).toContain('"start_time_unix_nano":1795285538815344148');
      expect(text).toContain('"int_value":9007199254740993');
      expect(JSON.parse(text).trace.trace_info).toMatchObject({
        trace_id: `tr-${TRACE}`,
        state: "OK",
        request_time: "2026-11-21T18:25:38.815Z",
        execution_duration: "0.100s",
        tags: { "mlflow.trace.spansLocation": "TRACKING_STORE" },
      });
    }
  });

  it("keep metadata and tags of any name, also one that JavaScript gives to parts of every object", async () => {
    const odd = '{"__proto__":"p","constructor":"c"}';
    const [trace, assessment] = [
      "a".repeat(32),
      `{"metadata":${odd},"assessment_name":"a","feedback":{"value":1}}`,
    ];
    const body = `{"trace":{"trace_info":{"trace_id":"tr-${trace}","request_time":"2026-11-21T18:25:38.815Z","state":"OK",
      "trace_location":{"mlflow_experiment":{"experiment_id":"${experimentId}"}},
      "trace_metadata":${odd},"tags":${odd},"assessments":[${assessment}]}}}`;
    const response = await fetch(`${tracking.url}/api/3.0/mlflow/traces`, {
      method: "POST",
      headers: { authorization: `Bearer ${tracking.key}`, "content-type": "application/json" },
      body,
    });
    expect(response.status).toBe(200);
    const { text } = await ask(`/api/3.0/mlflow/traces/tr-${trace}`);
    const { trace_metadata, tags, assessments } = JSON.parse(text).trace.trace_info;
    for (const kept of [trace_metadata, tags, assessments[0].metadata])
      expect(Object.entries(kept as object)).toEqual(
        expect.arrayContaining([
          ["__proto__", "p"],
          ["constructor", "c"],
        ]),
      );
  });

  it("are asked for with a key of the project, which may track", async () => {
    const at = `/api/3.0/mlflow/traces/tr-${TRACE}`;
    expect((await ask(at, "GET", undefined, "")).status).toBe(401);
    const { key: stranger } = await tracking.stranger();
    expect((await ask(at, "GET", undefined, stranger)).status).toBe(404);
    const { key: reader } = await tracking.stranger(["predict"]);
    expect((await ask(at, "GET", undefined, reader)).status).toBe(403);
    expect((await sendSpans(bodyOf(span), { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await sendSpans(bodyOf(span), { authorization: `Bearer ${stranger}` })).status).toBe(404);
  });

  it("are unpacked no further than is allowed, and bad ones are refused whole", async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(65 * 1024 * 1024)));
    expect(await sendSpans(bomb, { "content-encoding": "gzip" })).toMatchObject({ status: 413 });
    expect(await sendSpans("x", { "content-encoding": "gzip" })).toMatchObject({ status: 400 });
    expect(await sendSpans("x", { "content-encoding": "br" })).toMatchObject({ status: 400 });
    const other = { ...span, traceId: "1".repeat(32) };
    const half = bodyOf(other, { ...other, spanId: "no" });
    expect(await sendSpans(half)).toMatchObject({ status: 400 });
    expect((await ask(`/api/3.0/mlflow/traces/tr-${"1".repeat(32)}`)).status).toBe(404);
    const lone = bodyOf({
      ...other,
      name: "\ud800",
      attributes: [{ key: "k\0", value: { stringValue: "\udc00\0" } }],
    });
    expect(await sendSpans(lone)).toMatchObject({ status: 200 });
    const search = { locations: [{ mlflow_experiment: { experiment_id: experimentId } }] };
    const filter = "span.attributes.other = 'x'";
    expect(await ask("/api/3.0/mlflow/traces/search", "POST", { ...search, filter })).toMatchObject({
      status: 200,
    });
  });

  it("whose ids can be none are not there", async () => {
    for (const id of ["%00", "..", "a%2fb", "x".repeat(60), "'%20OR%201=1"]) {
      const { status } = await ask(`/api/3.0/mlflow/traces/${id}`);
      expect([400, 404], id).toContain(status);
    }
  });
});
