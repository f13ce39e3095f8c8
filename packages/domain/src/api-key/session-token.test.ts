import { describe, expect, it } from "vitest";
import type { ProjectContext, ProjectId } from "../context";
import { issueSessionToken, openSessionToken } from "./session-token";

const projectId = "0197c000-0000-7000-8000-000000000001" as ProjectId;
const userId = "0197c000-0000-7000-8000-000000000002";
const ctx = {
  actor: { kind: "user", userId, email: "a@b.c", name: "A" },
  role: "viewer",
  project: { id: projectId, slug: "p", name: "P" },
} as unknown as ProjectContext;
const now = new Date("2026-01-01T00:00:00Z");

describe("session tokens", () => {
  it("say who asks in which project, for a minute", () => {
    const token = issueSessionToken(ctx, "secret", now);
    expect(openSessionToken(token, "secret", new Date(now.getTime() + 59_000))).toEqual({
      projectId,
      userId,
      expiresAt: now.getTime() + 60_000,
    });
    expect(() => openSessionToken(token, "secret", new Date(now.getTime() + 61_000))).toThrow(/not valid/);
  });

  it("refuse another secret and a changed body", () => {
    const token = issueSessionToken(ctx, "secret", now);
    expect(() => openSessionToken(token, "other", now)).toThrow(/not valid/);
    expect(() => openSessionToken(token.replace("pps_e", "pps_f"), "secret", now)).toThrow(/not valid/);
    expect(() => openSessionToken("pps_", "secret", now)).toThrow(/not valid/);
  });

  it("are not issued to keys", () => {
    const key = {
      ...ctx,
      actor: { kind: "apiKey", apiKeyId: "k", name: "k", scopes: ["admin"] },
      role: null,
    } as unknown as ProjectContext;
    expect(() => issueSessionToken(key, "secret", now)).toThrow(/Only people/);
  });
});
