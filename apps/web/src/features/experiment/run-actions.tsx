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
export function DeleteRuns(props: RunActionsProps) {
  const { project } = props;
  const trpc = useTRPC();
  const readAgain = useReadAgain();
  const trash = useMutation(trpc.run.trash.mutationOptions());
  const restore = useMutation(trpc.run.restore.mutationOptions());
  return (
    <RunsAction
      {...props}
      action="Delete"
      title={(runs) => `Move ${runs} to the trash?`}
      description="Nothing is lost: they can be restored from the trash."
      done="moved to the trash"
      move={(runIds) => trash.mutateAsync({ project, runIds })}
      undo={async (runIds) => {
        await restore.mutateAsync({ project, runIds });
        await readAgain();
      }}
    />
  );
}

/** Takes the selected runs out of the trash. */
export function RestoreRuns(props: RunActionsProps) {
  const { project } = props;
  const restore = useMutation(useTRPC().run.restore.mutationOptions());
  return (
    <RunsAction
      {...props}
      action="Restore"
      title={(runs) => `Restore ${runs}?`}
      description="They stand among the other runs again, as they were."
      danger={false}
      done="restored"
      move={(runIds) => restore.mutateAsync({ project, runIds })}
    />
  );
}

/** Removes the selected runs for good; asks first, and for more than one by their number. */
export function PurgeRuns(props: RunActionsProps) {
  const { project } = props;
  const purge = useMutation(useTRPC().run.purge.mutationOptions());
  return (
    <RunsAction
      {...props}
      action="Delete permanently"
      title={(runs) => `Delete ${runs} permanently?`}
      description="Their metrics, parameters and tags are gone, and every artifact that nothing else has. This cannot be undone."
      isFinal
      done="deleted permanently"
      batchSize={100}
      move={(runIds) => purge.mutateAsync({ project, runIds })}
    />
  );
}

interface RunsActionProps extends RunActionsProps {
  action: string;
  /** The question; given "1 run" or "7 runs". */
  title: (runs: string) => string;
  description: string;
  danger?: boolean;
  /** What is gone afterwards is asked for by its number. */
  isFinal?: boolean;
  /** What was done with them. */
  done: string;
  batchSize?: number;
  move: (runIds: string[]) => Promise<unknown>;
  undo?: (runIds: string[]) => Promise<unknown>;
}

/** A button that asks, moves the selected runs some at a time, and says what came of it. */
function RunsAction(props: RunsActionProps) {
  const { selected, onMoved, action, isFinal, done, move, undo } = props;
  const readAgain = useReadAgain();
  const confirm = useToast();
  const { work, progress } = useBatches(props.batchSize);
  const runs = runsOf(selected.size);
  if (selected.size === 0)
    return (
      <Tooltip text="Select at least one run.">
        <Button size="sm" aria-disabled>
          {action}
        </Button>
      </Tooltip>
    );
  return (
    <ConfirmDialog
      title={props.title(runs)}
      description={props.description}
      action={action}
      danger={props.danger}
      typeName={isFinal ? runs : undefined}
      trigger={
        <Button size="sm" variant={isFinal ? "danger" : undefined}>
          {action}
        </Button>
      }
      onConfirm={async () => {
        const ids = [...selected];
        await work(ids, move);
        onMoved();
        await readAgain();
        confirm({
          title: `${capital(runs)} ${done}`,
          action: undo && { label: "Undo", onAction: () => void work(ids, undo) },
        });
      }}
    >
      {progress}
    </ConfirmDialog>
  );
}

/** Reads again what is on screen; the number of a long table's runs too, which otherwise waits while runs come in. */
function useReadAgain() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    const counts = queries.getQueryCache().findAll({ ...trpc.run.outline.pathFilter(), type: "active" });
    // These are not read again with the others, since most changes do not concern them.
    await Promise.all([
      ...counts.map((query) => query.fetch().catch(() => undefined)),
      queries.invalidateQueries(),
    ]);
  };
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
