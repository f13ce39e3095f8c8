"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Input } from "@pipepilot/ui/input";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { Textarea } from "@pipepilot/ui/textarea";
import { BreakableName } from "@/features/metric/breakable-name";
import { useMay } from "@/features/project/use-may";
import { useTRPC } from "@/trpc/client";

/** What MLflow's clients know a run's name by. */
const NAME_TAG = "mlflow.runName";

/** Written by programs for programs. */
const SYSTEM = /^(mlflow|pipepilot)\./;

interface TagsProps {
  project: string;
  run: RunDetail;
}

/** A run's tags, to add, change and remove; those of programs stand apart. */
export function RunTags({ project, run }: TagsProps) {
  const mayWrite = useMay(project, "run:write") && run.deletedAt === null;
  const entries = Object.entries(run.tags).sort(([one], [other]) => (one < other ? -1 : 1));
  const own = entries.filter(([key]) => !SYSTEM.test(key));
  const system = entries.filter(([key]) => SYSTEM.test(key));
  return (
    <Card>
      <CardHeader
        title="Tags"
        aside={<Badge outline>{own.length}</Badge>}
        actions={mayWrite ? <EditTag project={project} run={run} /> : null}
      />
      <CardBody className="flex flex-col gap-2.5">
        {own.length === 0 ? <p className="text-muted">No tag yet.</p> : null}
        {own.length > 0 ? (
          <ul className="@container flex flex-col">
            {own.map(([key, value]) => (
              <li key={key} className="flex items-start gap-2 border-b border-line py-1 last:border-0">
                {/* A name beside its value takes half of the room at most; where that is too little it stands above. */}
                <div className="flex min-w-0 flex-1 flex-col gap-x-2 @sm:flex-row">
                  <code className="min-w-24 shrink-0 py-1 text-muted @sm:max-w-1/2">
                    <BreakableName name={key} />
                  </code>
                  <span className="min-w-0 flex-1 py-0.5 break-words whitespace-pre-wrap">{value}</span>
                </div>
                {mayWrite ? (
                  <>
                    <EditTag project={project} run={run} tag={{ key, value }} />
                    <RemoveTag project={project} run={run} tag={key} />
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        {system.length > 0 ? (
          <details>
            <summary className="cursor-pointer text-sm text-muted">
              {system.length} written by programs
            </summary>
            <KeyValueList
              className="mt-1.5"
              items={system.map(([key, value]) => ({
                key,
                term: (
                  <code>
                    <BreakableName name={key} />
                  </code>
                ),
                value,
              }))}
            />
          </details>
        ) : null}
      </CardBody>
    </Card>
  );
}

/** Adds a tag, or changes the value of one. */
function EditTag({ project, run, tag }: TagsProps & { tag?: { key: string; value: string } }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={tag ? `Change ${tag.key}` : "Add a tag"}
      size="sm"
      open={open}
      onOpenChange={setOpen}
      trigger={
        tag ? (
          <IconButton label={`Change tag ${tag.key}`} size="sm">
            <Pencil aria-hidden="true" />
          </IconButton>
        ) : (
          <Button size="sm">
            <Plus aria-hidden="true" /> Add tag
          </Button>
        )
      }
    >
      <TagForm {...{ project, run, tag }} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function TagForm({
  project,
  run,
  tag,
  onDone,
}: TagsProps & { tag?: { key: string; value: string }; onDone: () => void }) {
  const [key, setKey] = useState(tag?.key ?? "");
  const [value, setValue] = useState(tag?.value ?? "");
  const set = useSetTags(onDone);
  const replaces = !tag && key.trim() in run.tags;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ project, runId: run.id, tags: { [key.trim()]: value } });
      }}
      className="flex flex-col gap-3.5"
    >
      {tag ? null : (
        <Field
          label="Name"
          required
          hint={
            key.trim() === NAME_TAG
              ? "This tag is the run's name: setting it renames the run."
              : replaces
                ? "There is a tag of this name; it will have the new value."
                : "Letters, digits, spaces and _ - . : /"
          }
        >
          <Input value={key} onChange={({ target }) => setKey(target.value)} maxLength={250} mono autoFocus />
        </Field>
      )}
      <Field label="Value">
        <Textarea rows={2} maxLength={8000} value={value} onChange={({ target }) => setValue(target.value)} />
      </Field>
      {set.error ? <Alert tone="error">{set.error.message}</Alert> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={key.trim() === ""} loading={set.isPending}>
          {tag ? "Change" : "Add tag"}
        </Button>
      </div>
    </form>
  );
}

function RemoveTag({ project, run, tag }: TagsProps & { tag: string }) {
  const set = useSetTags();
  return (
    <>
      <IconButton
        label={`Remove tag ${tag}`}
        size="sm"
        disabled={set.isPending}
        onClick={() => set.mutate({ project, runId: run.id, tags: { [tag]: null } })}
      >
        <X aria-hidden="true" />
      </IconButton>
      {set.error ? (
        <span role="alert" className="text-sm text-bad">
          {set.error.message}
        </span>
      ) : null}
    </>
  );
}

function useSetTags(onDone?: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.run.setTags.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        onDone?.();
      },
    }),
  );
}
