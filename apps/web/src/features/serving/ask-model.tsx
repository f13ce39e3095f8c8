"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { UNKNOWN_TASK, type ModelSignature, type ModelVersionDetail } from "@pipepilot/domain/model/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Field } from "@pipepilot/ui/field";
import { formatDuration, formatSignificant } from "@pipepilot/ui/format";
import { Input } from "@pipepilot/ui/input";
import { ShortId } from "@pipepilot/ui/short-id";
import { useTRPC } from "@/trpc/client";
import { WhyAnswer } from "./why-answer";

export type Cell = string | number | boolean | null;
type SignatureInput = ModelSignature["inputs"][number];

interface AskModelProps {
  project: string;
  model: string;
  number: number;
  /** Asks this very version; otherwise whichever is in Production at that moment. */
  pinned?: boolean;
}

/** A way to ask the version, where the inference service can load it. */
export function AskModel(props: AskModelProps) {
  const { project, model, number } = props;
  const trpc = useTRPC();
  const { data: version } = useSuspenseQuery(trpc.model.getVersion.queryOptions({ project, model, number }));
  if (version.task !== UNKNOWN_TASK) return <AskForm {...props} version={version} />;
  return (
    <Card>
      <CardHeader title="Ask this version" />
      <CardBody className="text-sm text-muted">
        The inference service answers with models that PipePilot trained. This one was registered by an MLflow
        client: load it there as{" "}
        <code>
          models:/{model}/{number}
        </code>
        .
      </CardBody>
    </Card>
  );
}

/** A form made from the signature, prefilled with the bundle's example, that asks the running inference service. */
function AskForm({
  project,
  model,
  number,
  pinned = false,
  version,
}: AskModelProps & { version: ModelVersionDetail }) {
  const trpc = useTRPC();
  const { data: example } = useSuspenseQuery(
    trpc.model.inputExample.queryOptions({ project, model, number }),
  );
  const ask = useMutation(trpc.serving.ask.mutationOptions());
  /** What the shown answer was asked with: the fields may have changed since. */
  const [asked, setAsked] = useState<Record<string, Cell>>({});
  const [values, setValues] = useState<Record<string, string>>(() =>
    asText(version.signature.inputs, example),
  );

  function submit() {
    const row = Object.fromEntries(
      version.signature.inputs.map((input) => [input.name, toCell(input, values[input.name] ?? "")]),
    );
    setAsked(row);
    ask.mutate({ project, model, row, ...(pinned ? { version: number } : {}) });
  }

  return (
    <Card>
      <CardHeader
        title={pinned ? "Ask this version" : "Ask the live model"}
        actions={<Badge tone={pinned ? "neutral" : "good"}>v{number}</Badge>}
      />
      <CardBody>
        <form action={submit} className="flex flex-col gap-4">
          <div className="grid gap-3 sm:grid-cols-2 2xl:grid-cols-3">
            {version.signature.inputs.map((input) => (
              <Field key={input.name} label={<code>{input.name}</code>}>
                <Input
                  name={input.name}
                  inputMode={isNumeric(input) ? "decimal" : "text"}
                  value={values[input.name] ?? ""}
                  onChange={(event) => setValues({ ...values, [input.name]: event.target.value })}
                  placeholder={input.required ? input.type : "may be empty"}
                />
              </Field>
            ))}
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" loading={ask.isPending}>
              Predict
            </Button>
            <output aria-live="polite" className="num min-w-0">
              {ask.data ? (
                <span className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
                  <b data-testid="prediction" className="text-xl font-semibold">
                    {typeof ask.data.prediction === "number"
                      ? formatSignificant(ask.data.prediction, 7)
                      : ask.data.prediction}
                  </b>
                  <span className="text-muted">
                    version {ask.data.version} · {formatDuration(ask.data.roundTripMs)}
                  </span>
                  {ask.data.predictionId ? <ShortId id={ask.data.predictionId} kind="prediction id" /> : null}
                </span>
              ) : null}
            </output>
          </div>
          {ask.error ? <Alert tone="error">{ask.error.message}</Alert> : null}
        </form>
        {ask.data ? (
          <WhyAnswer
            // Another answer has other reasons.
            key={ask.submittedAt}
            {...{ project, model, row: asked }}
            version={ask.data.version}
          />
        ) : null}
      </CardBody>
    </Card>
  );
}

const isNumeric = ({ type }: SignatureInput) => ["integer", "long", "float", "double"].includes(type);

function asText(
  inputs: readonly SignatureInput[],
  example: Record<string, Cell> | null,
): Record<string, string> {
  return Object.fromEntries(
    inputs.map(({ name }) => [name, example?.[name] == null ? "" : String(example[name])]),
  );
}

/** What cannot be read as its type is sent as it is: the service then says what is wrong with it, by column. */
function toCell(input: SignatureInput, text: string): Cell {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (isNumeric(input)) return Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
  if (input.type === "boolean") return trimmed === "true" ? true : trimmed === "false" ? false : trimmed;
  return trimmed;
}
