import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());

const API = "/api/2.0/mlflow";

/** Sends what fetch would not. */
function send(
  path: string,
  headers: Record<string, string>,
  body = "",
): Promise<{ status: number; text: string }> {
  const { hostname: host, port } = new URL(tracking.url);
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const sent = request(
      { host, port, path, method: "POST", headers: { "content-length": length, ...headers } },
      async (response) => {
        const text = (await response.setEncoding("utf8").toArray()).join("");
        resolve({ status: response.statusCode ?? 0, text });
      },
    );
    sent.on("error", reject).end(body);
  });
}

const withKey = (type = "application/json") => ({
  authorization: `Bearer ${tracking.key}`,
  "content-type": type,
});
const call = (path: string, body: string) => send(`${API}/${path}`, withKey(), body);
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("a body", () => {
  it.each([
    ["metrics", "metrics[0]"],
    ["params", "params[0]"],
    ["tags", "tags[0]"],
  ])("with a million wrong %s is refused at the first", async (name, place) => {
    const { status, text } = await call(
      "runs/log-batch",
      `{"run_id":"x","${name}":[${"{},".repeat(999_999)}{}]}`,
    );
    expect([status, text]).toEqual([
      400,
      expect.stringContaining(name === "metrics" ? "1000000 entries" : "entries"),
    ]);
    const few = await call("runs/log-batch", `{"run_id":"x","${name}":[null,null]}`);
    expect([few.status, few.text]).toEqual([400, expect.stringContaining(place)]);
  });

  it("is told MLflow's own limit where it is one of a batch", async () => {
    const metrics = Array.from({ length: 1001 }, (_, step) => ({
      key: "m",
      value: 1,
      timestamp: 1,
      step,
      odd: 1,
    }));
    const { status, text } = await call("runs/log-batch", JSON.stringify({ run_id: "x", metrics }));
    expect([status, text]).toEqual([400, expect.stringContaining("at most 1000 metrics. Got 1001")]);
  });

  it.each([
    ["runs/log-batch", nested(20_000)],
    ["runs/log-batch", `{"run_id":${nested(3_000)}}`],
    [
      "runs/log-model",
      JSON.stringify({ run_id: "0".repeat(32), model_json: `{"flavors":{"a":${nested(3_000)}}}` }),
    ],
  ])("that is nested thousands of levels deep is refused: %s", async (path, body) => {
    expect((await call(path, body)).status).toBe(400);
  });

  it("with thousands of fields is refused", async () => {
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n]));
    expect((await call("experiments/search", JSON.stringify(fields))).status).toBe(400);
  });

  it("may nest what it says some hundred levels deep", async () => {
    const body = {
      trace_id: "no-such-trace",
      assessment: { assessment_name: "a", feedback: { value: "deep" } },
    };
    const text = JSON.stringify({ assessment: body.assessment }).replace('"deep"', nested(400));
    const answer = await send("/api/3.0/mlflow/traces/no-such-trace/assessments", withKey(), text);
    expect(answer.status).toBe(404);
  });

  it.each(["", ";", "text", "text/plain;", "text/plain; charset", "application/json; charset=utf-8"])(
    'is JSON whatever the client calls it: "%s"',
    async (type) => {
      const { status, text } = await send(
        `${API}/experiments/create`,
        withKey(type),
        `{"name":"of type ${type}"}`,
      );
      expect([status, text]).toEqual([200, expect.stringContaining("experiment_id")]);
    },
  );
});

describe("a page", () => {
  it.each(["text/plain;", "text/plain; charset", "text"])("is not asked with the type %s", async (type) => {
    expect((await send("/sign-in", { "content-type": type }, "{}")).status).toBe(415);
  });

  it("is sent what a client sends only when it is told to go on, as curl does with long bodies", async () => {
    const body = "a,b\n".repeat(500_000);
    const headers = { "content-type": "text/csv", expect: "100-continue" };
    const { status, text } = await send("/api/projects/p/datasets/d/versions", headers, body);
    expect([status, JSON.parse(text).body.length]).toEqual([200, body.length]);
  });
});

it("a key among thousands of spaces is looked for once", async () => {
  const headers = { authorization: `bearer a${" ".repeat(15_000)}b`, "content-type": "application/json" };
  expect((await send(`${API}/experiments/search`, headers, "{}")).status).toBe(401);
});
