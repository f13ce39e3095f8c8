import { NativeSelect } from "@pipepilot/ui/native-select";
import { useDeferredValue, useId, useMemo } from "react";
import type { Comparison, Field } from "./comparison";
import { fieldsOf, isDrawable } from "./defaults";

const GROUPS: [kind: Field["kind"], title: string][] = [
  ["metric", "Metrics"],
  ["param", "Parameters"],
  ["run", "Run"],
  ["data", "Data"],
  ["config", "Config"],
  ["tag", "Tags"],
  ["code", "Code and environment"],
];

interface FieldSelectProps {
  label: string;
  comparison: Comparison;
  value: string;
  onChange: (id: string) => void;
  /** Which fields are offered; the same function each time. */
  offer?: (field: Field) => boolean;
  /** What stands for none. */
  none?: string;
}

/**
 * Choosing one of hundreds of fields: the browser's own list finds them by typing. Its options come a moment after
 * everything else, for which nobody has to wait.
 */
export function FieldSelect({ label, comparison, value, onChange, offer, none }: FieldSelectProps) {
  const id = useId();
  const complete = useDeferredValue(true, false);
  const options = useMemo(
    () => (complete ? <Options comparison={comparison} offer={offer} /> : null),
    [complete, comparison, offer],
  );
  return (
    <div className="flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="shrink-0 text-sm text-muted">
        {label}
      </label>
      <NativeSelect
        id={id}
        size="sm"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-44"
      >
        {none === undefined ? null : <option value="none">{none}</option>}
        {options ?? <option value={value}>{comparison.fields.get(value)?.label ?? none}</option>}
      </NativeSelect>
    </div>
  );
}

function Options({ comparison, offer }: Pick<FieldSelectProps, "comparison" | "offer">) {
  return GROUPS.map(([kind, title]) => {
    const fields = fieldsOf(comparison, kind).filter(
      (field) => isDrawable(field) && (offer?.(field) ?? true),
    );
    return fields.length === 0 ? null : (
      <optgroup key={kind} label={title}>
        {fields.map((field) => (
          <option key={field.id} value={field.id}>
            {field.label}
          </option>
        ))}
      </optgroup>
    );
  });
}
