"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { MOST_RUNS_AT_ONCE } from "@pipepilot/domain/run/table-schema";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { formatInteger } from "@pipepilot/ui/format";
import { ProgressBar } from "@pipepilot/ui/progress-bar";
import { useToast } from "@pipepilot/ui/toast";
import { Tooltip } from "@pipepilot/ui/tooltip";
import { useTRPC } from "@/trpc/client";

interface RunActionsProps {
  project: string;
  selected: ReadonlySet<string>;
  /** The runs are no longer where they were. */
  onMoved: () => void;
}

/** Moves the selected runs to the trash, and says how to bring them back. */
export function DeleteRuns({ project, selected, onMoved }: RunActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const trash = useMutation(trpc.run.trash.mutationOptions());
  const restore = useMutation(trpc.run.restore.mutationOptions());
  const { work, progress } = useBatches();
  const runs = runsOf(selected.size);
  if (selected.size === 0)
    return (
      <Tooltip text="Select at least one run.">
        <Button size="sm" aria-disabled>
          Delete
        </Button>
      </Tooltip>
    );
  return (
    <ConfirmDialog
      title={`Move ${runs} to the trash?`}
      description="Nothing is lost: they can be restored from the trash."
      action="Delete"
      trigger={<Button size="sm">Delete</Button>}
      onConfirm={async () => {
        const ids = [...selected];
        await work(ids, (runIds) => trash.mutateAsync({ project, runIds }));
        onMoved();
        await queries.invalidateQueries();
        confirm({
          title: `${capital(runs)} moved to the trash`,
          action: {
            label: "Undo",
            onAction: () =>
              void work(ids, (runIds) => restore.mutateAsync({ project, runIds })).then(() =>
                queries.invalidateQueries(),
              ),
          },
        });
      }}
    >
      {progress}
    </ConfirmDialog>
  );
}

/** Takes the selected runs out of the trash. */
export function RestoreRuns({ project, selected, onMoved }: RunActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const restore = useMutation(trpc.run.restore.mutationOptions());
  const { work, progress } = useBatches();
  const runs = runsOf(selected.size);
  if (selected.size === 0)
    return (
      <Tooltip text="Select at least one run.">
        <Button size="sm" aria-disabled>
          Restore
        </Button>
      </Tooltip>
    );
  return (
    <ConfirmDialog
      title={`Restore ${runs}?`}
      description="They stand among the other runs again, as they were."
      action="Restore"
      danger={false}
      trigger={<Button size="sm">Restore</Button>}
      onConfirm={async () => {
        await work([...selected], (runIds) => restore.mutateAsync({ project, runIds }));
        onMoved();
        await queries.invalidateQueries();
        confirm({ title: `${capital(runs)} restored` });
      }}
    >
      {progress}
    </ConfirmDialog>
  );
}

/** Removes the selected runs for good; asks first, and for more than one by their number. */
export function PurgeRuns({ project, selected, onMoved }: RunActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const purge = useMutation(trpc.run.purge.mutationOptions());
  const { work, progress } = useBatches(100);
  const runs = runsOf(selected.size);
  if (selected.size === 0)
    return (
      <Tooltip text="Select at least one run.">
        <Button size="sm" aria-disabled>
          Delete permanently
        </Button>
      </Tooltip>
    );
  return (
    <ConfirmDialog
      title={`Delete ${runs} permanently?`}
      description="Their metrics, parameters and tags are gone, and every artifact that nothing else has. This cannot be undone."
      action="Delete permanently"
      typeName={runs}
      trigger={
        <Button size="sm" variant="danger">
          Delete permanently
        </Button>
      }
      onConfirm={async () => {
        await work([...selected], (runIds) => purge.mutateAsync({ project, runIds }));
        onMoved();
        await queries.invalidateQueries();
        confirm({ title: `${capital(runs)} deleted permanently` });
      }}
    >
      {progress}
    </ConfirmDialog>
  );
}

const runsOf = (count: number) => (count === 1 ? "1 run" : `${formatInteger(count)} runs`);
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

/** Many runs are moved some at a time, and one sees how far that is. */
function useBatches(size = MOST_RUNS_AT_ONCE) {
  const [share, setShare] = useState<number | null>(null);
  async function work(ids: readonly string[], move: (runIds: string[]) => Promise<unknown>) {
    try {
      for (let start = 0; start < ids.length; start += size) {
        if (ids.length > size) setShare(start / ids.length);
        await move(ids.slice(start, start + size));
      }
    } finally {
      setShare(null);
    }
  }
  const progress = share === null ? null : <ProgressBar value={share} label="Runs done" showPercent />;
  return { work, progress };
}
