import { issueSessionToken } from "@pipepilot/domain/api-key/session-token";
import { listApiKeys } from "@pipepilot/domain/api-key/list";
import { revokeApiKey } from "@pipepilot/domain/api-key/revoke";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, MODEL, TestService, until } from "./harness";

const secret = "a-secret-that-both-processes-share-32";
const body = { dataframe_records: [HOME] };

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services, { internalSecret: secret });
  await service.register();
  await service.promote(1);
  await until("version 1 is loaded", () => service.inference.serving.production.loaded().length === 1);
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

async function revoke(name: string) {
  const keys = await listApiKeys({ ctx: service.ctx });
  const { id } = keys.find((each) => each.name === name)!;
  await revokeApiKey({ ctx: service.ctx, input: { apiKeyId: id } });
}

describe("a key", () => {
  it.each([
    ["no header", null, {}],
    ["another scheme", null, { authorization: "Basic cHA6cHA=" }],
    ["an empty bearer", null, { authorization: "Bearer " }],
    ["something else", "hello", {}],
    ["an unknown key", `pp_${"A".repeat(43)}`, {}],
    ["a forged session", "pps_e30.AAAA", {}],
    ["a damaged session", "pps_", {}],
  ])("is needed: %s is 401", async (_, key, headers) => {
    const asked = await service.ask(body, { key, headers });
    expect(asked.status).toBe(401);
    expect(asked.body).toEqual({ error_code: "UNAUTHENTICATED", message: expect.any(String) });
    expect(asked.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is checked before the body is read", async () => {
    const asked = await service.ask("x".repeat(1000), { key: "hello", contentType: "text/plain" });
    expect(asked.status).toBe(401);
  });

  it("without the scope predict is 403", async () => {
    const key = await service.createKey({ name: "tracker", scopes: ["track"] });
    const asked = await service.ask(body, { key });
    expect([asked.status, asked.body.error_code]).toEqual([403, "PERMISSION_DENIED"]);
  });

  it("fails at once when it is revoked", async () => {
    const key = await service.createKey({ name: "short-lived" });
    expect((await service.ask(body, { key })).status).toBe(200);
    await revoke("short-lived");
    await until("the key fails", async () => (await service.ask(body, { key })).status === 401);
  });

  it("fails when it is revoked and the news is lost, also under steady use", async () => {
    const key = await service.createKey({ name: "silently-revoked" });
    expect((await service.ask(body, { key })).status).toBe(200);
    await services.db.prisma.apiKey.updateMany({
      where: { name: "silently-revoked" },
      data: { revokedAt: new Date() },
    });
    await until("the key fails", async () => (await service.ask(body, { key })).status === 401);
  });

  it("does not open another project's models", async () => {
    const stranger = await TestService.start(services);
    const asked = await service.ask(body, { key: stranger.key, path: `/models/${MODEL}/invocations` });
    expect(asked.status).toBe(404);
    await stranger.stop();
  });

  it("serves its own default model where it has one, and asks which where the project serves several", async () => {
    const several = await TestService.start(services);
    for (const model of ["first", "second"]) {
      await several.register(model);
      await several.promote(1, "Production", model);
    }
    await until("both are loaded", () => several.inference.serving.production.loaded().length >= 2);
    const key = await several.createKey({ name: "second's", defaultModel: "second" });
    await until("both are loaded", async () => (await several.ask(body, { key })).status === 200);
    expect((await several.ask(body, { key })).headers.get("x-pipepilot-model")).toBe("second");
    const asked = await several.ask(body);
    expect(asked.body).toEqual({
      error_code: "INVALID_PARAMETER_VALUE",
      message: expect.stringContaining("first, second"),
    });
    await several.stop();
  });
});

describe("a signed-in person", () => {
  it("asks through the web server's token, in its project only", async () => {
    const key = issueSessionToken(service.ctx, secret, new Date());
    const path = `/models/${MODEL}/invocations`;
    expect(await service.ask(body, { key, path })).toMatchObject({ status: 200 });
    expect(
      await service.ask(body, { key: issueSessionToken(service.ctx, `other${secret}`, new Date()), path }),
    ).toMatchObject({
      status: 401,
    });
    const old = issueSessionToken(service.ctx, secret, new Date(Date.now() - 61_000));
    expect(await service.ask(body, { key: old, path })).toMatchObject({ status: 401 });
  });
});

describe("the rate limit", () => {
  it("is of each key, and says when to come again", async () => {
    const limited = await TestService.startFor(service.ctx, { requestsPerSecond: 1 });
    const asked = await Promise.all(Array.from({ length: 30 }, () => limited.ask(body)));
    const refused = asked.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0].headers.get("retry-after")).toBe("1");
    expect(refused[0].body.error_code).toBe("REQUEST_LIMIT_EXCEEDED");
    const other = await limited.createKey({ name: "another" });
    expect((await limited.ask(body, { key: other })).status).toBe(200);
    await limited.stop();
  });
});
