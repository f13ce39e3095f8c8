"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SCOPES, type Scope } from "@pipepilot/domain/api-key/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { CheckboxField } from "@pipepilot/ui/checkbox";
import { DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { onlyOnce } from "@/features/shell/only-once";
import { useTRPC } from "@/trpc/client";

const MEANINGS: Record<Scope, string> = {
  predict: "Asks the served models.",
  track: "Reads the project, logs runs and traces, and keeps models and versions, but not their stages.",
  ci: "Reads the project, adds data and starts pipelines.",
  admin: "All that a maintainer may do, API keys and stages included.",
};
const LIFETIMES = [
  { days: 30, label: "in 30 days" },
  { days: 90, label: "in 90 days" },
  { days: 365, label: "in a year" },
  { days: null, label: "never" },
];

interface CreateKeyFormProps {
  project: string;
  onCreated: (created: { name: string; key: string }) => void;
}

export function CreateKeyForm({ project, onCreated }: CreateKeyFormProps) {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["predict"]);
  const [days, setDays] = useState<number | null>(90);
  const [model, setModel] = useState("");
  const models = useQuery(trpc.model.list.queryOptions({ project }));
  const create = useMutation(
    trpc.apiKey.create.mutationOptions({ onSuccess: ({ key }) => onCreated({ name: name.trim(), key }) }),
  );
  // The text of a second key would never be seen.
  const [once] = useState(onlyOnce);
  const choices = models.data?.items ?? [];
  const predicts = scopes.includes("predict");

  function submit() {
    once(() =>
      create.mutateAsync({
        project,
        name,
        scopes: [...scopes],
        ...(days === null ? {} : { expiresInDays: days }),
        ...(predicts && model ? { defaultModel: model } : {}),
      }),
    );
  }

  return (
    <form action={submit} className="flex flex-col gap-4">
      {create.error ? <Alert tone="error">{create.error.message}</Alert> : null}
      <Field label="Name" hint="Who or what will use it." required>
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={80}
          placeholder="Website"
          autoFocus
        />
      </Field>
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-1.5 font-medium">It may</legend>
        {SCOPES.map((scope) => (
          <CheckboxField
            key={scope}
            label={scope}
            hint={MEANINGS[scope]}
            checked={scopes.includes(scope)}
            onChange={(event) =>
              setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
            }
          />
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Expires">
          <NativeSelect
            value={days ?? ""}
            onChange={(event) => setDays(event.target.value === "" ? null : Number(event.target.value))}
          >
            {LIFETIMES.map(({ days: value, label }) => (
              <option key={label} value={value ?? ""}>
                {label}
              </option>
            ))}
          </NativeSelect>
        </Field>
        {predicts && choices.length > 0 ? (
          <Field label="Default model" hint="What a call to plain /invocations asks.">
            <NativeSelect value={model} onChange={(event) => setModel(event.target.value)}>
              <option value="">the only one served</option>
              {choices.map((choice) => (
                <option key={choice.id}>{choice.name}</option>
              ))}
            </NativeSelect>
          </Field>
        ) : null}
      </div>
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          type="submit"
          variant="primary"
          loading={create.isPending || create.isSuccess}
          disabled={scopes.length === 0}
        >
          Create key
        </Button>
      </div>
    </form>
  );
}
