"use client";

import { useId, useState } from "react";
import { CheckboxField } from "@pipepilot/ui/checkbox";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { NativeSelect } from "@pipepilot/ui/native-select";
import type { ParamField } from "./param-fields";
import { NONE, paramOfText, textOfParam } from "./param-text";

interface ParamInputProps {
  field: ParamField;
  /** As the config has it; undefined where the family's default holds. */
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string;
}

/** One parameter of a family, under its own name. An empty field means the default, which it shows. */
export function ParamInput({ field, value, onChange, error }: ParamInputProps) {
  const label = <code>{field.name}</code>;
  if (field.kind === "boolean")
    return (
      <CheckboxField
        label={label}
        hint={field.hint}
        error={error}
        checked={(value ?? field.default) === true}
        onChange={({ target }) => onChange(target.checked === field.default ? undefined : target.checked)}
      />
    );
  return (
    <Field label={label} hint={field.hint} error={error}>
      {field.kind === "choice" ? (
        <NativeSelect
          value={textOfParam(value ?? field.default)}
          onChange={({ target }) => onChange(target.value === field.default ? undefined : target.value)}
        >
          {field.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </NativeSelect>
      ) : (
        <TypedParam field={field} value={value} onChange={onChange} />
      )}
    </Field>
  );
}

function TypedParam({ field, value, onChange }: Omit<ParamInputProps, "error">) {
  const words = useId();
  const [draft, setDraft] = useState(() => textOfParam(value));
  const suggestions = [...field.options, ...(field.nullable ? [NONE] : [])];
  // What is being typed ("0.") stays as it is as long as it means what the config says.
  const meant = textOfParam(paramOfText(field, draft)) === textOfParam(value);
  return (
    <>
      <Input
        value={meant ? draft : textOfParam(value)}
        placeholder={textOfParam(field.default)}
        inputMode={field.kind === "number" && !field.nullable ? "decimal" : undefined}
        list={suggestions.length > 0 ? words : undefined}
        autoComplete="off"
        className="num"
        onChange={({ target }) => {
          setDraft(target.value);
          onChange(paramOfText(field, target.value));
        }}
      />
      {suggestions.length > 0 ? (
        <datalist id={words}>
          {suggestions.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}
