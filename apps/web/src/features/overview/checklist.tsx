"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { useMay } from "@/features/project/use-may";
import { useTRPC } from "@/trpc/client";
import { ChecklistCard } from "./checklist-card";
import { LOOK_AGAIN_MS } from "./look-again";

interface ChecklistProps {
  project: string;
  origin: string;
}

/** The checklist while it is of use: until all of it is so or it was put away. */
export function Checklist({ project, origin }: ChecklistProps) {
  const { checklist, isShown } = useChecklist(project);
  if (!isShown) return null;
  return (
    <div className="mb-[18px]">
      <ChecklistCard project={project} origin={origin} checklist={checklist} />
    </div>
  );
}

/** Brings the checklist back where it is not shown. */
export function ShowChecklist({ project }: { project: string }) {
  const trpc = useTRPC();
  const { isShown } = useChecklist(project);
  const put = useMutation(trpc.project.showChecklist.mutationOptions());
  const mayPut = useMay(project, "run:write");
  if (isShown || !mayPut) return null;
  return (
    <div className="mt-[18px] flex flex-col items-center gap-2.5">
      {put.error ? <Alert tone="error">{put.error.message}</Alert> : null}
      <Button
        size="sm"
        variant="quiet"
        loading={put.isPending}
        onClick={() => put.mutate({ project, shown: true }, { onSuccess: () => window.scrollTo({ top: 0 }) })}
      >
        Show the checklist
      </Button>
    </div>
  );
}

function useChecklist(project: string) {
  const trpc = useTRPC();
  const { data: checklist } = useSuspenseQuery(
    trpc.project.checklist.queryOptions({ project }, { refetchInterval: LOOK_AGAIN_MS }),
  );
  const isOpen = Object.values(checklist.facts).some((fact) => fact === null);
  // Who has just made the last tick sees it; the list is gone with the next visit.
  const [wasOpen] = useState(isOpen);
  return { checklist, isShown: checklist.shown ?? (isOpen || wasOpen) };
}
