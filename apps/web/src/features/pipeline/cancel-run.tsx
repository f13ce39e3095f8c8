"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

interface CancelRunProps {
  project: string;
  pipeline: string;
  number: number;
}

export function CancelRun({ project, pipeline, number }: CancelRunProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const cancel = useMutation(trpc.pipeline.cancelRun.mutationOptions());
  return (
    <ConfirmDialog
      title={`Cancel run ${number} of ${pipeline}?`}
      description="What is training stops within about a second. Finished steps stay in the cache, so another run takes them from there."
      action="Cancel run"
      dismiss="Keep it running"
      trigger={<Button>Cancel run</Button>}
      onConfirm={async () => {
        await cancel.mutateAsync({ project, pipeline, number });
        await queries.invalidateQueries({ queryKey: trpc.pipeline.pathKey() });
        confirm({ title: `Run ${number} is cancelled` });
      }}
    />
  );
}
