import { createApiKey } from "@pipepilot/domain/api-key/create";
import { listApiKeys } from "@pipepilot/domain/api-key/list";
import { revokeApiKey } from "@pipepilot/domain/api-key/revoke";
import type { CreateApiKeyInput, RevokeApiKeyInput } from "@pipepilot/domain/api-key/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const apiKeyRouter = router({
  list: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => listApiKeys({ ctx })),
  create: projectProcedure
    .input(verbInput<CreateApiKeyInput>())
    .mutation(({ ctx: { ctx }, input }) => createApiKey({ ctx, input })),
  revoke: projectProcedure
    .input(verbInput<RevokeApiKeyInput>())
    .mutation(({ ctx: { ctx }, input }) => revokeApiKey({ ctx, input })),
});
