"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Columns3, Pin, PinOff, X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import type { RunDescription } from "@pipepilot/domain/run/table-schema";
import { RUN_COLUMNS } from "@pipepilot/domain/saved-view/schema";
import { Button } from "@pipepilot/ui/button";
import { CheckboxField } from "@pipepilot/ui/checkbox";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Input } from "@pipepilot/ui/input";
import { useTRPC } from "@/trpc/client";
import { keysOf, type ShownColumns } from "./run-columns";
import { metricTitles } from "@/features/metric/metric-format";
import { columnLabel } from "./run-table-columns";

interface ColumnDialogProps {
  project: string;
  shown: ShownColumns;
  description: RunDescription;
  /** null: those that tell most. */
  onChange: (columns: ShownColumns | null) => void;
}

/** Chooses, orders and pins the columns of a runs table; of thousands of keys it shows those that one looks for. */
export function ColumnDialog(props: ColumnDialogProps) {
  return (
    <Dialog
      title="Columns"
      description="What the table shows of each run, from left to right. Pinned columns stay while the others scroll."
      size="lg"
      trigger={
        <Button size="sm">
          <Columns3 aria-hidden="true" /> Columns
        </Button>
      }
      footer={
        <>
          <DialogClose asChild>
            <Button variant="quiet" onClick={() => props.onChange(null)}>
              Reset
            </Button>
          </DialogClose>
          <DialogClose asChild>
            <Button variant="primary">Done</Button>
          </DialogClose>
        </>
      }
    >
      <Columns {...props} />
    </Dialog>
  );
}

/** A click is seen at once; the table behind, whose columns the server fills, follows a moment later. */
function Columns(props: ColumnDialogProps) {
  const [shown, setShown] = useState(props.shown);
  function change(columns: ShownColumns) {
    setShown(columns);
    props.onChange(columns);
  }
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <ChosenColumns shown={shown} onChange={change} />
      <OfferedColumns {...props} shown={shown} onChange={change} />
    </div>
  );
}

interface ChosenColumnsProps {
  shown: ShownColumns;
  onChange: (columns: ShownColumns) => void;
}

function ChosenColumns({ shown, onChange }: ChosenColumnsProps) {
  const { pinned, others } = shown;
  const titleOf = metricTitles(keysOf(shown).metrics);
  const row = (id: string, list: readonly string[], change: (list: string[]) => ShownColumns) => {
    const index = list.indexOf(id);
    const isPinned = list === pinned;
    const label = columnLabel(id, titleOf);
    return (
      <li key={id} className="flex items-center gap-1 rounded-md px-1.5 py-0.5 hover:bg-sunken">
        <span className="min-w-0 flex-1 break-words">
          {label} <KindMark id={id} />
        </span>
        <IconButton
          size="sm"
          label={`Move ${label} up`}
          aria-disabled={index === 0 || undefined}
          onClick={() => index > 0 && onChange(change(moved(list, index, -1)))}
        >
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={`Move ${label} down`}
          aria-disabled={index === list.length - 1 || undefined}
          onClick={() => index < list.length - 1 && onChange(change(moved(list, index, 1)))}
        >
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={isPinned ? `Unpin ${label}` : `Pin ${label}`}
          onClick={() =>
            onChange(
              isPinned
                ? { pinned: without(pinned, id), others: [id, ...others] }
                : { pinned: [...pinned, id], others: without(others, id) },
            )
          }
        >
          {isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        </IconButton>
        <IconButton size="sm" label={`Hide ${label}`} onClick={() => onChange(change(without(list, id)))}>
          <X aria-hidden="true" />
        </IconButton>
      </li>
    );
  };
  return (
    <section aria-label="Shown columns">
      <h3 className="mb-1.5 font-medium">Shown</h3>
      <ul>
        <li className="px-1.5 py-1 text-muted">Run (always first)</li>
        {pinned.map((id) => row(id, pinned, (list) => ({ pinned: list, others })))}
        {pinned.length > 0 ? <li aria-hidden="true" className="my-1 border-t border-line" /> : null}
        {others.map((id) => row(id, others, (list) => ({ pinned, others: list })))}
      </ul>
    </section>
  );
}

/** So many of a kind are listed; whoever wants another types a part of its name. */
const LISTED = 50;

function OfferedColumns({
  project,
  shown,
  description,
  onChange,
}: Omit<ColumnDialogProps, "onChange"> & ChosenColumnsProps) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const search = { project, text: asked, limit: LISTED };
  const metrics = useQuery({
    ...trpc.run.keys.queryOptions({ ...search, kind: "metric" }),
    enabled: asked !== "",
  });
  const params = useQuery({
    ...trpc.run.keys.queryOptions({ ...search, kind: "param" }),
    enabled: asked !== "",
  });
  const chosen = new Set([...shown.pinned, ...shown.others]);
  const titleOf = metricTitles([...description.metricKeys, ...(metrics.data?.keys ?? [])]);
  const matches = (id: string) =>
    columnLabel(id).toLowerCase().includes(asked.toLowerCase()) || id.includes(asked);
  const section = (prefix: string, known: readonly string[], found: readonly string[] = []) =>
    [...new Set([...known, ...found])].map((key) => `${prefix}.${key}`).filter(matches);
  const sections = [
    { title: "Run", ids: RUN_COLUMNS.filter(matches) },
    { title: "Metrics", ids: section("metrics", description.metricKeys, metrics.data?.keys) },
    {
      title: "Parameters",
      ids: section(
        "params",
        description.params.map(({ key }) => key),
        params.data?.keys,
      ),
    },
    { title: "Tags", ids: section("tags", description.tagKeys) },
  ];
  const toggle = (id: string, wanted: boolean) =>
    onChange(
      wanted
        ? { ...shown, others: [...shown.others, id] }
        : { pinned: without(shown.pinned, id), others: without(shown.others, id) },
    );
  return (
    <section aria-label="All columns" className="min-w-0">
      <Field label="Find a metric, parameter or tag" className="mb-2.5">
        <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" mono />
      </Field>
      <div className="max-h-[45vh] overflow-y-auto pr-1" aria-busy={metrics.isFetching || params.isFetching}>
        {sections.map(({ title, ids }) =>
          ids.length === 0 ? null : (
            <fieldset key={title} className="mb-3">
              <legend className="mb-1 text-sm text-muted">{title}</legend>
              <div className="flex flex-col gap-1">
                {ids.slice(0, LISTED).map((id) => (
                  <CheckboxField
                    key={id}
                    label={<span className="font-normal break-all">{columnLabel(id, titleOf)}</span>}
                    checked={chosen.has(id)}
                    onChange={(event) => toggle(id, event.target.checked)}
                  />
                ))}
              </div>
              {ids.length > LISTED ||
              (title === "Metrics" ? metrics.data?.more : title === "Parameters" && params.data?.more) ? (
                <p className="mt-1 text-sm text-muted">There are more: type a part of the name.</p>
              ) : null}
            </fieldset>
          ),
        )}
        {sections.every(({ ids }) => ids.length === 0) && !metrics.isFetching && !params.isFetching ? (
          <p className="text-muted">Nothing here is called so.</p>
        ) : null}
      </div>
    </section>
  );
}

/** A metric and a parameter may have the same name. */
function KindMark({ id }: { id: string }) {
  const kind = /^(metric|param|tag)s\./.exec(id)?.[1];
  return kind ? <span className="text-sm text-muted">{kind}</span> : null;
}

const without = (list: readonly string[], id: string) => list.filter((each) => each !== id);

function moved(list: readonly string[], index: number, by: number): string[] {
  const changed = [...list];
  const [id] = changed.splice(index, 1);
  changed.splice(index + by, 0, id);
  return changed;
}
