"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { DropdownMenu, MenuItem } from "@pipepilot/ui/dropdown-menu";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";

interface RunMenuProps {
  project: string;
  run: RunDetail;
}

/** What can be done with a run itself: another name, the trash. */
export function RunMenu({ project, run }: RunMenuProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const [open, setOpen] = useState<"rename" | "delete">();
  const trash = useMutation(trpc.run.trash.mutationOptions());
  const onOpenChange = (isOpen: boolean) => setOpen(isOpen ? open : undefined);
  return (
    <>
      <DropdownMenu
        label="More about this run"
        trigger={
          <Button aria-label="More actions" className="w-[30px] px-0">
            <Ellipsis aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setOpen("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon={<Trash2 aria-hidden="true" />} danger onSelect={() => setOpen("delete")}>
          Delete
        </MenuItem>
      </DropdownMenu>
      <Dialog title="Rename the run" size="sm" open={open === "rename"} onOpenChange={onOpenChange}>
        <RenameForm project={project} run={run} onDone={() => setOpen(undefined)} />
      </Dialog>
      <ConfirmDialog
        title={`Delete ${run.name}?`}
        description="It moves to the trash with all it logged, and can be restored from there."
        action="Delete"
        open={open === "delete"}
        onOpenChange={onOpenChange}
        onConfirm={async () => {
          await trash.mutateAsync({ project, runIds: [run.id] });
          await queries.invalidateQueries();
          confirm({ title: `${run.name} is in the trash` });
        }}
      />
    </>
  );
}

function RenameForm({ project, run, onDone }: RunMenuProps & { onDone: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(run.name);
  const rename = useMutation(
    trpc.run.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        onDone();
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ project, runId: run.id, name: name.trim() });
      }}
      className="flex flex-col gap-3.5"
    >
      <Field label="Name" required>
        <Input value={name} onChange={({ target }) => setName(target.value)} maxLength={250} autoFocus />
      </Field>
      {rename.error ? <Alert tone="error">{rename.error.message}</Alert> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={name.trim() === ""} loading={rename.isPending}>
          Rename
        </Button>
      </div>
    </form>
  );
}

/** Says that a run is in the trash, and takes it out again. */
export function TrashedRun({ project, run, mayRestore }: RunMenuProps & { mayRestore: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const restore = useMutation(
    trpc.run.restore.mutationOptions({ onSuccess: () => queries.invalidateQueries() }),
  );
  return (
    <Alert
      tone="warn"
      title="This run is in the trash"
      className="mb-[18px]"
      action={
        mayRestore ? (
          <Button
            size="sm"
            loading={restore.isPending}
            onClick={() => restore.mutate({ project, runIds: [run.id] })}
          >
            Restore
          </Button>
        ) : null
      }
    >
      {restore.error ? restore.error.message : "It is in no list and no comparison, and cannot be changed."}
    </Alert>
  );
}
