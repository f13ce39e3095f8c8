"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { useToast } from "@pipepilot/ui/toast";
import { Tooltip } from "@pipepilot/ui/tooltip";
import { useTRPC } from "@/trpc/client";

/** Trains the run again from its hashes; what comes of it stands on the page as soon as it is over. */
export function ReproduceButton({ project, run }: { project: string; run: RunDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const { data } = useQuery(trpc.run.reproductions.queryOptions({ project, runId: run.id }));
  const reproduce = useMutation(trpc.run.reproduce.mutationOptions());
  if (!data) return null;
  if (data.obstacle !== null)
    return (
      <Tooltip text={data.obstacle}>
        <Button aria-disabled>Reproduce</Button>
      </Tooltip>
    );
  return (
    <ConfirmDialog
      title={`Reproduce ${run.name}?`}
      description="It is trained again from the same dataset version, config and seed, without the cache. Nothing is registered or promoted. Then every metric is compared bit by bit."
      action="Reproduce"
      danger={false}
      trigger={<Button>Reproduce</Button>}
      onConfirm={async () => {
        const { pipeline, number } = await reproduce.mutateAsync({ project, runId: run.id });
        await queries.invalidateQueries();
        confirm({ title: `Run ${number} of ${pipeline} reproduces ${run.name}` });
      }}
    />
  );
}
