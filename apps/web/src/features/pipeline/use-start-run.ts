import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { onlyOnce } from "@/features/shell/only-once";
import { useTRPC } from "@/trpc/client";
import { pipelineRunHref } from "./pipeline-href";

/** Starts a run of the pipeline's latest config on its latest data and goes there. */
export function useStartRun(project: string, pipeline: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.pipeline.startRun.mutationOptions({
      onSuccess: ({ number }) => router.push(pipelineRunHref(project, pipeline, number)),
    }),
  );
  const [once] = useState(onlyOnce);
  return {
    run: () => once(() => start.mutateAsync({ project, pipeline })),
    // Until the run's page stands, the button must not start another.
    busy: start.isPending || start.isSuccess,
    error: start.error,
  };
}
