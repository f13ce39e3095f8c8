"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@pipepilot/ui/button";
import { Field } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import type { ConfigProblem } from "./config-problem";
import type { FamilyForm, ParamField } from "./param-fields";
import { ParamInput } from "./param-input";

type Candidate = Readonly<Record<string, unknown>>;

interface CandidateFieldsProps {
  families: readonly FamilyForm[];
  candidates: readonly Candidate[];
  problems: readonly ConfigProblem[];
  onChange: (index: number, name: string, value: unknown) => void;
  /** Puts another candidate in the place; without one, takes it out. */
  onReplace: (index: number, candidate?: Candidate) => void;
}

/** The models to train: one, or several that compete on the same test rows. */
export function CandidateFields({
  families,
  candidates,
  problems,
  onChange,
  onReplace,
}: CandidateFieldsProps) {
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, candidates.length - 1);
  const candidate = candidates[index];
  const type = typeof candidate.type === "string" ? candidate.type : "random_forest";
  const family = families.find(({ id }) => id === type);

  function add() {
    const unused = families.find(({ id }) => candidates.every((each) => each.type !== id)) ?? families[0];
    onReplace(candidates.length, newCandidate(unused));
    setChosen(candidates.length);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">Models to train</legend>
      <div className="flex flex-wrap items-center gap-1.5">
        {candidates.length > 1
          ? candidates.map((each, at) => (
              <Button
                key={at}
                size="sm"
                variant={at === index ? "default" : "quiet"}
                aria-pressed={at === index}
                onClick={() => setChosen(at)}
              >
                {at + 1}. {titleOf(families, each)}
              </Button>
            ))
          : null}
        <Button size="sm" variant="quiet" onClick={add}>
          <Plus aria-hidden="true" />
          Add a candidate
        </Button>
        {candidates.length > 1 ? (
          <Button size="sm" variant="quiet" onClick={() => onReplace(index)}>
            <X aria-hidden="true" />
            Remove this one
          </Button>
        ) : null}
      </div>
      <Field label="Model family" error={errorAt(problems, index, "type")}>
        <NativeSelect
          value={type}
          onChange={({ target }) => {
            const next = families.find(({ id }) => id === target.value);
            if (next) onReplace(index, newCandidate(next));
          }}
        >
          {family ? null : <option value={type}>{type}</option>}
          {families.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {family ? (
        // A candidate's fields are its own: what was typed for one never shows in another.
        <div key={`${index} ${type}`} className="flex flex-col gap-4">
          <Params fields={family.main} {...{ candidate, index, problems, onChange }} />
          <details>
            <summary className="w-fit cursor-pointer rounded-sm font-medium text-muted hover:text-text">
              More parameters
            </summary>
            <div className="mt-4">
              <Params fields={family.more} {...{ candidate, index, problems, onChange }} />
            </div>
          </details>
        </div>
      ) : null}
    </fieldset>
  );
}

interface ParamsProps extends Pick<CandidateFieldsProps, "problems" | "onChange"> {
  fields: readonly ParamField[];
  candidate: Candidate;
  index: number;
}

function Params({ fields, candidate, index, problems, onChange }: ParamsProps) {
  return (
    <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2">
      {fields.map((field) => (
        <ParamInput
          key={field.name}
          field={field}
          value={candidate[field.name]}
          error={errorAt(problems, index, field.name)}
          onChange={(value) => onChange(index, field.name, value)}
        />
      ))}
    </div>
  );
}

/** A family's candidate as the form starts it: with the size in view, since that is what one changes. */
export function newCandidate({ id, main }: FamilyForm): Candidate {
  const size = main.find(({ name }) => name === "n_estimators");
  return { type: id, ...(size && { n_estimators: size.default }) };
}

function titleOf(families: readonly FamilyForm[], { type }: Candidate): string {
  return families.find(({ id }) => id === type)?.title ?? String(type);
}

function errorAt(problems: readonly ConfigProblem[], index: number, name: string): string | undefined {
  const paths = [`train.${index}.${name}`, ...(index === 0 ? [`train.${name}`] : [])];
  return problems.find(({ path }) => paths.includes(path))?.message;
}
