"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { ChevronDown, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import type { RunsView, SavedView } from "@pipepilot/domain/saved-view/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { ConfirmDialog } from "@pipepilot/ui/confirm-dialog";
import { Dialog } from "@pipepilot/ui/dialog";
import { DropdownMenu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@pipepilot/ui/dropdown-menu";
import { Field } from "@pipepilot/ui/field";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Input } from "@pipepilot/ui/input";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { useToast } from "@pipepilot/ui/toast";
import { useTRPC } from "@/trpc/client";
import { filterProblem } from "./runs-view";

interface SavedViewsProps {
  project: string;
  experiment: string;
  /** What is shown now. */
  view: RunsView;
  hrefOf: (view: RunsView) => string;
}

/** Views of the table that everyone in the project shares. */
export function SavedViews({ project, experiment, view, hrefOf }: SavedViewsProps) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const { data: views } = useSuspenseQuery(trpc.savedView.list.queryOptions({ project, experiment }));
  const shown = hrefOf(view);
  const current = views.find((each) => hrefOf(each.view) === shown);
  return (
    <>
      <DropdownMenu
        label="Views"
        trigger={
          <Button size="sm">
            <span className="max-w-[24ch] truncate">{current ? current.name : "Views"}</span>
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        {views.length === 0 ? <MenuLabel>No view saved yet</MenuLabel> : <MenuLabel>Shared views</MenuLabel>}
        {views.map((each) => (
          <MenuLink key={each.id} href={hrefOf(each.view)} current={each === current}>
            <span title={each.name}>{each.name}</span>
          </MenuLink>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setOpen(true)}>
          {views.length === 0 ? "Save this view…" : "Save or change views…"}
        </MenuItem>
      </DropdownMenu>
      <Dialog
        title="Shared views"
        description="A view keeps filter, order, columns and grouping, for everyone in the project."
        open={open}
        onOpenChange={setOpen}
      >
        <SaveForm {...{ project, experiment, view }} onSaved={() => setOpen(false)} />
        {views.length > 0 ? (
          <ul className="mt-4 divide-y divide-line border-t border-line">
            {views.map((each) => (
              <ViewRow key={each.id} project={project} saved={each} view={view} isShown={each === current} />
            ))}
          </ul>
        ) : null}
      </Dialog>
    </>
  );
}

function SaveForm({
  project,
  experiment,
  view,
  onSaved,
}: Omit<SavedViewsProps, "hrefOf"> & { onSaved: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const [name, setName] = useState("");
  const create = useMutation(
    trpc.savedView.create.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.savedView.list.queryFilter({ project, experiment }));
        confirm({ title: `${name.trim()} is saved` });
        onSaved();
      },
    }),
  );
  const problem = filterProblem(view.filter);
  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate({ project, experiment, name, view });
  }
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <Field
        label="Name of the new view"
        error={create.error?.message ?? (problem ? "The filter cannot be read." : undefined)}
        className="flex-1"
      >
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          maxLength={100}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        loading={create.isPending}
        disabled={name.trim() === "" || problem !== null}
      >
        Save
      </Button>
    </form>
  );
}

interface ViewRowProps {
  project: string;
  saved: SavedView;
  view: RunsView;
  isShown: boolean;
}

function ViewRow({ project, saved, view, isShown }: ViewRowProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const again = { onSuccess: () => queries.invalidateQueries(trpc.savedView.list.pathFilter()) };
  const update = useMutation(trpc.savedView.update.mutationOptions(again));
  const remove = useMutation(trpc.savedView.delete.mutationOptions(again));
  return (
    <li className="flex flex-wrap items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{saved.name}</p>
        <p className="text-sm text-muted">
          {saved.updatedBy.name}, <RelativeTime value={saved.updatedAt} />
        </p>
      </div>
      {isShown ? (
        <span className="text-sm text-muted">shown now</span>
      ) : (
        <Button
          size="sm"
          loading={update.isPending}
          aria-label={`Replace ${saved.name} with what is shown now`}
          onClick={() => update.mutate({ project, id: saved.id, view })}
        >
          Replace
        </Button>
      )}
      <ConfirmDialog
        title={`Delete the view ${saved.name}?`}
        description="It is gone for everyone in the project. The runs are not touched."
        action="Delete view"
        trigger={
          <IconButton size="sm" label={`Delete ${saved.name}`}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        }
        onConfirm={() => remove.mutateAsync({ project, id: saved.id })}
      />
      {update.error ? <Alert tone="error">{update.error.message}</Alert> : null}
    </li>
  );
}
