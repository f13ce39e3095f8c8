import { expect, it } from "vitest";
import { keyState } from "./key-state";

const day = 24 * 60 * 60 * 1000;
const state = (expiresInMs: number | null, revokedAt: Date | null = null) =>
  keyState({ revokedAt, expiresAt: expiresInMs === null ? null : new Date(1e12 + expiresInMs) }, 1e12);

it("works until the moment it expires, and says a week before", () => {
  expect(state(null)).toBe("active");
  expect(state(8 * day)).toBe("active");
  expect(state(7 * day - 1)).toBe("expires soon");
  expect(state(1)).toBe("expires soon");
  expect(state(0)).toBe("expired");
});

it("is revoked, whenever it would have expired", () => {
  expect(state(null, new Date(0))).toBe("revoked");
  expect(state(-day, new Date(0))).toBe("revoked");
});
