import { z } from "zod";

export const SCOPES = ["predict", "track", "ci", "admin"] as const;
export const scope = z.enum(SCOPES);
export type Scope = z.infer<typeof scope>;

export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "Give the key a name.").max(80),
  scopes: z.array(scope).min(1, "Choose at least one scope."),
  /** The registered model that plain `/invocations` serves; absent: the project's only served model. */
  defaultModel: z.string().max(200).optional(),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;
