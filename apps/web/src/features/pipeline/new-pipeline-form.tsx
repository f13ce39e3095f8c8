"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { DatasetVersionDetails } from "@pipepilot/domain/dataset/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Field } from "@pipepilot/ui/field";
import { formatInteger } from "@pipepilot/ui/format";
import { Input } from "@pipepilot/ui/input";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { useTRPC } from "@/trpc/client";
import { CandidateFields } from "./candidate-fields";
import type { ConfigProblem } from "./config-problem";
import { formValues, withCandidate, withValue, type FormValues } from "./config-text";
import type { FamilyForm } from "./param-fields";
import { pipelinesHref } from "./pipeline-href";
import { PromotionFields } from "./promotion-fields";
import { TargetFields } from "./target-fields";
import type { TargetView } from "./target-task";

interface NewPipelineFormProps {
  project: string;
  version: DatasetVersionDetails;
  targets: readonly TargetView[];
  families: readonly FamilyForm[];
  name: string;
  nameError?: string;
  text: string;
  problems: readonly ConfigProblem[];
  onName: (name: string) => void;
  onText: (text: string) => void;
}

export interface FormPartProps {
  values: FormValues;
  problems: readonly ConfigProblem[];
  /** Changes one value of the config, or takes it out. */
  set: (path: readonly (string | number)[], value: unknown) => void;
}

/** The form's side: a view on the config's text. */
export function NewPipelineForm(props: NewPipelineFormProps) {
  const { project, version, targets, families, name, nameError, text, problems, onName, onText } = props;
  const values = formValues(text);
  const set: FormPartProps["set"] = (path, value) => onText(withValue(text, path, value));
  return (
    <div className="flex min-w-0 flex-col gap-[18px]">
      <Card>
        <CardHeader title="Data and target" />
        <CardBody className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Pipeline name" error={nameError} required>
              <Input value={name} onChange={({ target }) => onName(target.value)} maxLength={80} />
            </Field>
            <DatasetField project={project} version={version} />
          </div>
          {values ? <TargetFields {...{ values, problems, set, targets }} /> : null}
        </CardBody>
      </Card>
      {values ? (
        <>
          <Card>
            <CardHeader title="Model" />
            <CardBody>
              <CandidateFields
                families={families}
                candidates={values.candidates}
                problems={problems}
                onChange={(index, param, value) => set(["train", index, param], value)}
                onReplace={(index, candidate) =>
                  candidate && index >= values.candidates.length
                    ? onText(withCandidate(text, candidate))
                    : set(["train", index], candidate)
                }
              />
            </CardBody>
          </Card>
          <PromotionFields {...{ values, problems, set }} />
        </>
      ) : (
        <Alert tone="warn" title="The form waits for the YAML">
          The text cannot be read at the moment. Mend it, and the form shows what it says again.
        </Alert>
      )}
    </div>
  );
}

function DatasetField({ project, version }: Pick<NewPipelineFormProps, "project" | "version">) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useSuspenseQuery(trpc.dataset.list.queryOptions({ project }));
  return (
    <Field label="Dataset" hint={`v${version.number}, ${formatInteger(version.rowCount)} rows`}>
      <NativeSelect
        value={version.dataset.name}
        onChange={({ target }) =>
          router.replace(`${pipelinesHref(project)}/new?dataset=${encodeURIComponent(target.value)}`)
        }
      >
        {data.items.map(({ id, name }) => (
          <option key={id}>{name}</option>
        ))}
      </NativeSelect>
    </Field>
  );
}
