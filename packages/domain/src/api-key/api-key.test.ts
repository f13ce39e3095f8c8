import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServingChange } from "../event/channels";
import { ensureModel } from "../model/ensure";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { authenticateKey } from "./authenticate";
import { createApiKey } from "./create";
import { listApiKeys } from "./list";
import { revokeApiKey } from "./revoke";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const predictOnly = { name: "Shop", scopes: ["predict" as const] };

describe("API keys", () => {
  it("are shown once, stored as a hash and prove the project with their scopes", async () => {
    const ctx = await createTestProject(services);
    const { id: modelId } = await ensureModel({ ctx, input: { name: "prices" } });
    const { id, key } = await createApiKey({ ctx, input: { ...predictOnly, defaultModel: "prices" } });
    expect(key).toMatch(/^pp_[A-Za-z0-9_-]{43}$/);
    const row = await services.db.prisma.apiKey.findFirstOrThrow({ where: { id } });
    expect(row.hash).toBe(createHash("sha256").update(key).digest("hex"));
    expect(JSON.stringify(row)).not.toContain(key.slice(12));

    const opened = await authenticateKey({ services, key });
    expect(opened).toMatchObject({ hash: row.hash, expiresAt: null, defaultModelId: modelId });
    expect(opened.ctx.project.id).toBe(ctx.project.id);
    expect(opened.ctx.actor).toEqual({ kind: "apiKey", apiKeyId: id, name: "Shop", scopes: ["predict"] });
    const [listed] = await listApiKeys({ ctx });
    expect(listed).toMatchObject({ id, prefix: key.slice(0, 8), defaultModel: "prices", revokedAt: null });
    expect(listed.lastUsedAt).not.toBeNull();
    expect(Object.keys(listed)).not.toContain("hash");
  });

  it("end when they are revoked, which serving processes are told", async () => {
    const ctx = await createTestProject(services);
    const heard: ServingChange[] = [];
    const listening = services.db.listener.subscribe("pipepilot_serving", (payload) =>
      heard.push(JSON.parse(payload) as ServingChange),
    );
    await services.db.listener.ready();
    const { id, key } = await createApiKey({ ctx, input: predictOnly });
    await revokeApiKey({ ctx, input: { apiKeyId: id } });
    await revokeApiKey({ ctx, input: { apiKeyId: id } });
    await expect(authenticateKey({ services, key })).rejects.toMatchObject({ code: "key_revoked" });
    const hash = createHash("sha256").update(key).digest("hex");
    const change = { kind: "key", projectId: ctx.project.id, hash };
    await expect.poll(() => heard).toEqual([change, change]);
    listening.unsubscribe();
    const events = await services.db.prisma.event.findMany({ where: { projectId: ctx.project.id } });
    expect(events.map(({ name }) => name)).toEqual(["api-key/created", "api-key/revoked"]);
  });

  it("expire", async () => {
    const ctx = await createTestProject(services);
    const { id, key } = await createApiKey({ ctx, input: { ...predictOnly, expiresInDays: 1 } });
    const { expiresAt } = await authenticateKey({ services, key });
    expect(expiresAt!.getTime() - Date.now()).toBeGreaterThan(86_390_000);
    await services.db.prisma.apiKey.updateMany({ where: { id }, data: { expiresAt: new Date() } });
    await expect(authenticateKey({ services, key })).rejects.toMatchObject({ code: "key_expired" });
  });

  it("write their last use once a minute", async () => {
    const ctx = await createTestProject(services);
    const { id, key } = await createApiKey({ ctx, input: predictOnly });
    const lastUse = async () =>
      (await services.db.prisma.apiKey.findFirstOrThrow({ where: { id } })).lastUsedAt!.getTime();
    await authenticateKey({ services, key });
    const first = await lastUse();
    await authenticateKey({ services, key });
    expect(await lastUse()).toBe(first);
    const lastUsedAt = new Date(Date.now() - 61_000);
    await services.db.prisma.apiKey.updateMany({ where: { id }, data: { lastUsedAt } });
    await authenticateKey({ services, key });
    expect(await lastUse()).toBeGreaterThanOrEqual(first);
  });

  it("that nobody made are refused", async () => {
    for (const key of ["", "pp_", `pp_${"A".repeat(43)}`, "pps_x", "\0"]) {
      await expect(authenticateKey({ services, key })).rejects.toMatchObject({ code: "unauthenticated" });
    }
  });

  it("are made, seen and revoked by maintainers of their own project only", async () => {
    const ctx = await createTestProject(services);
    const { id } = await createApiKey({ ctx, input: predictOnly });
    const contributor = await addTestMember(ctx, "contributor");
    const denied = { code: "permission_denied" };
    await expect(createApiKey({ ctx: contributor, input: predictOnly })).rejects.toMatchObject(denied);
    await expect(listApiKeys({ ctx: contributor })).rejects.toMatchObject(denied);
    await expect(revokeApiKey({ ctx: contributor, input: { apiKeyId: id } })).rejects.toMatchObject(denied);
    const other = await createTestProject(services);
    await expect(revokeApiKey({ ctx: other, input: { apiKeyId: id } })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listApiKeys({ ctx: other })).toEqual([]);
    const unknown = createApiKey({ ctx, input: { ...predictOnly, defaultModel: "nobody" } });
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });
});
