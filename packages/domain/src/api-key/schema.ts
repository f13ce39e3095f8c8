import { z } from "zod";

export const SCOPES = ["predict", "track", "ci", "admin"] as const;
export const scope = z.enum(SCOPES);
export type Scope = z.infer<typeof scope>;

export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "Give the key a name.").max(80),
  scopes: z.array(scope).min(1, "Choose at least one scope."),
  /** The registered model that plain `/invocations` serves; absent: the project's only served model. */
  defaultModel: z.string().max(256).optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export const revokeApiKeyInput = z.strictObject({ apiKeyId: z.uuid() });
export type RevokeApiKeyInput = z.input<typeof revokeApiKeyInput>;

export interface ApiKeyRow {
  id: string;
  name: string;
  /** The first characters, to recognise the key by. */
  prefix: string;
  scopes: Scope[];
  defaultModel: string | null;
  createdBy: { kind: string; id: string; name: string };
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}
