import { createApiKey } from "@pipepilot/domain/api-key/create";
import { revokeApiKey } from "@pipepilot/domain/api-key/revoke";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTracking, type TestTracking } from "./harness";

let tracking: TestTracking;
beforeAll(async () => {
  tracking = await startTracking();
});
afterAll(() => tracking.close());

const code = { status: 401, body: { error_code: "UNAUTHENTICATED" } };

describe("a call", () => {
  it("needs a key that is good", async () => {
    for (const key of ["", "pp_x", `pp_${"a".repeat(43)}`, "\u00e4".repeat(3)])
      expect(
        await tracking.get("experiments/get", { experiment_id: "0" }, encodeURIComponent(key)),
      ).toMatchObject(code);
    const bare = await fetch(`${tracking.url}/api/2.0/mlflow/experiments/get?experiment_id=0`);
    expect(bare.status).toBe(401);
    expect((await bare.json()) as unknown).toMatchObject({
      message: expect.stringContaining("MLFLOW_TRACKING_TOKEN"),
    });
  });

  it("may bring the key as the password, as MLFLOW_TRACKING_PASSWORD does", async () => {
    const authorization = `Basic ${Buffer.from(`ada:${tracking.key}`).toString("base64")}`;
    const answer = await fetch(`${tracking.url}/api/2.0/mlflow/experiments/get?experiment_id=0`, {
      headers: { authorization },
    });
    expect(answer.status).toBe(200);
  });

  it("is refused where the key's scope does not allow it", async () => {
    const { key } = await createApiKey({ ctx: tracking.ctx, input: { name: "App", scopes: ["predict"] } });
    expect(await tracking.post("experiments/create", { name: "x" }, key)).toMatchObject({
      status: 403,
      body: { error_code: "PERMISSION_DENIED" },
    });
  });

  it("fails within five seconds of the key's revocation", async () => {
    const { id, key } = await createApiKey({ ctx: tracking.ctx, input: { name: "Lost", scopes: ["track"] } });
    const ask = () => tracking.get("experiments/get", { experiment_id: "0" }, key);
    expect((await ask()).status).toBe(200);
    await revokeApiKey({ ctx: tracking.ctx, input: { apiKeyId: id } });
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 4_001);
    expect(await ask()).toMatchObject(code);
    clock.mockRestore();
  });

  it("sees only its own project", async () => {
    const { body } = await tracking.post("experiments/create", { name: "mine" });
    const { key } = await tracking.stranger();
    const stranger = await tracking.get(
      "experiments/get",
      { experiment_id: body.experiment_id as string },
      key,
    );
    expect(stranger).toMatchObject({ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
  });

  it("to nothing that exists is told so, and a body that is no JSON object too", async () => {
    expect(await tracking.get("experiments/fly")).toMatchObject({
      status: 404,
      body: { error_code: "ENDPOINT_NOT_FOUND" },
    });
    for (const body of ["{", "[]", "null", '"x"']) {
      const answer = await fetch(`${tracking.url}/api/2.0/mlflow/experiments/create`, {
        method: "POST",
        headers: { authorization: `Bearer ${tracking.key}` },
        body,
      });
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { error_code: string }).error_code).toBe("INVALID_PARAMETER_VALUE");
    }
  });
});
