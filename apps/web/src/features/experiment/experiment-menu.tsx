"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import type { ExperimentSummary } from "@pipepilot/domain/experiment/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { Dialog } from "@pipepilot/ui/dialog";
import { DropdownMenu, MenuItem } from "@pipepilot/ui/dropdown-menu";
import { Field } from "@pipepilot/ui/field";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Input } from "@pipepilot/ui/input";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

interface ExperimentMenuProps {
  project: string;
  experiment: ExperimentSummary;
  /** Whether it is in the trash. */
  trash: boolean;
}

/** What can be done with an experiment. */
export function ExperimentMenu({ project, experiment, trash }: ExperimentMenuProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const [asking, setAsking] = useState<"rename" | "trash" | "restore" | null>(null);
  const toTrash = useMutation(trpc.experiment.trash.mutationOptions());
  const restore = useMutation(trpc.experiment.restore.mutationOptions());
  const { id, name } = experiment;
  const close = (open: boolean) => setAsking((now) => (open ? now : null));
  return (
    <>
      <DropdownMenu
        label={`Actions for ${name}`}
        trigger={
          <IconButton size="sm" label={`Actions for ${name}`}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        {trash ? (
          <MenuItem icon={<RotateCcw aria-hidden="true" />} onSelect={() => setAsking("restore")}>
            Restore
          </MenuItem>
        ) : (
          <>
            <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setAsking("rename")}>
              Rename
            </MenuItem>
            <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => setAsking("trash")}>
              Delete
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      <Dialog title={`Rename ${name}`} size="sm" open={asking === "rename"} onOpenChange={close}>
        <RenameForm project={project} experiment={experiment} onDone={() => setAsking(null)} />
      </Dialog>
      <ConfirmDialog
        title={`Move ${name} to the trash?`}
        description="Its runs go with it. Nothing is lost: it can be restored from the trash."
        action="Delete"
        open={asking === "trash"}
        onOpenChange={close}
        onConfirm={async () => {
          await toTrash.mutateAsync({ project, id });
          await queries.invalidateQueries();
          confirm({ title: `${name} moved to the trash` });
        }}
      />
      <ConfirmDialog
        title={`Restore ${name}?`}
        description="It comes back with every run of it that is in the trash."
        action="Restore"
        danger={false}
        open={asking === "restore"}
        onOpenChange={close}
        onConfirm={async () => {
          await restore.mutateAsync({ project, id });
          await queries.invalidateQueries();
          confirm({ title: `${name} restored` });
        }}
      />
    </>
  );
}

interface RenameFormProps extends Omit<ExperimentMenuProps, "trash"> {
  onDone: () => void;
}

function RenameForm({ project, experiment, onDone }: RenameFormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(experiment.name);
  const rename = useMutation(
    trpc.experiment.rename.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        onDone();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    rename.mutate({ project, id: experiment.id, name: name.trim() });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <Field label="Name" hint="Links to the old name no longer lead here.">
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      {rename.error ? <Alert tone="error">{rename.error.message}</Alert> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={rename.isPending} disabled={name.trim() === ""}>
          Rename
        </Button>
      </div>
    </form>
  );
}
