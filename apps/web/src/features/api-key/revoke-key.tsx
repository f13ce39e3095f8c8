"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiKeyRow } from "@pipepilot/domain/api-key/schema";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

export function RevokeKey({ project, apiKey }: { project: string; apiKey: Pick<ApiKeyRow, "id" | "name"> }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const revoke = useMutation(trpc.apiKey.revoke.mutationOptions());
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}?`}
      description="Whoever uses it is refused within seconds. It cannot be brought back; a new key can be created."
      action="Revoke key"
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Revoke ${apiKey.name}`}>
          Revoke
        </Button>
      }
      onConfirm={async () => {
        await revoke.mutateAsync({ project, apiKeyId: apiKey.id });
        await queries.invalidateQueries(trpc.apiKey.list.queryFilter({ project }));
        confirm({ title: `${apiKey.name} is revoked` });
      }}
    />
  );
}
