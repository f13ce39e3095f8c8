import type { ApiKeyRow } from "@pipepilot/domain/api-key/schema";

export type KeyState = "active" | "expires soon" | "expired" | "revoked";

const SOON_MS = 7 * 24 * 60 * 60 * 1000;

/** Whether a key opens anything at `now` (epoch milliseconds). */
export function keyState(
  { revokedAt, expiresAt }: Pick<ApiKeyRow, "revokedAt" | "expiresAt">,
  now: number,
): KeyState {
  if (revokedAt) return "revoked";
  if (!expiresAt) return "active";
  const left = expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  return left < SOON_MS ? "expires soon" : "active";
}
