import { useState, type ReactNode } from "react";
import { Button } from "@pipepilot/ui/button";
import { CheckboxField } from "@pipepilot/ui/checkbox";
import { Dialog } from "@pipepilot/ui/dialog";
import { Input } from "@pipepilot/ui/input";
import type { Field } from "./comparison";

const MOST_SHOWN = 100;

interface ChooseFieldsProps {
  title: string;
  trigger: ReactNode;
  /** Everything that can be chosen, in the order it is offered. */
  fields: readonly Field[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  most?: number;
  least?: number;
  onReset: () => void;
}

/** Choosing some of hundreds of fields by searching and ticking. */
export function ChooseFields({ title, trigger, onReset, ...list }: ChooseFieldsProps) {
  const { fields, chosen, most = Infinity } = list;
  return (
    <Dialog
      title={title}
      trigger={trigger}
      description={`${chosen.length} of ${fields.length} chosen${most < Infinity ? `, at most ${most}` : ""}`}
      footer={
        <Button variant="quiet" onClick={onReset}>
          Back to the usual ones
        </Button>
      }
    >
      <FieldList {...list} />
    </Dialog>
  );
}

type FieldListProps = Omit<ChooseFieldsProps, "title" | "trigger" | "onReset">;

function FieldList({ fields, chosen, onChange, most = Infinity, least = 1 }: FieldListProps) {
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  const found = fields.filter(
    ({ label, key }) => label.toLowerCase().includes(wanted) || key.toLowerCase().includes(wanted),
  );
  // What is chosen stands first, in its own order.
  const first = chosen.flatMap((id) => found.find((field) => field.id === id) ?? []);
  const shown = [...first, ...found.filter(({ id }) => !chosen.includes(id))].slice(0, MOST_SHOWN);
  return (
    <div className="flex flex-col gap-3">
      <Input
        type="search"
        aria-label="Find by name"
        placeholder="Find by name"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <ul className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {shown.map(({ id, label, kind, key, differs }) => {
          const isChosen = chosen.includes(id);
          return (
            <li key={id} className="min-w-0">
              <CheckboxField
                checked={isChosen}
                disabled={isChosen ? chosen.length <= least : chosen.length >= most}
                onChange={() => onChange(isChosen ? chosen.filter((other) => other !== id) : [...chosen, id])}
                label={<span className="break-all">{label}</span>}
                hint={[KINDS[kind], label === key ? "" : key, differs ? "" : "the same everywhere"]
                  .filter(Boolean)
                  .join(", ")}
              />
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? <p className="text-muted">Nothing has such a name.</p> : null}
      {found.length > shown.length ? (
        <p className="text-sm text-muted">
          The first {shown.length} of {found.length}; type more of the name.
        </p>
      ) : null}
    </div>
  );
}

const KINDS: Record<Field["kind"], string> = {
  metric: "metric",
  param: "parameter",
  run: "run",
  data: "data",
  config: "config",
  code: "code",
  tag: "tag",
};
