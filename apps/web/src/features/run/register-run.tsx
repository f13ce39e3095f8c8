"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RunDetail } from "@pipepilot/domain/run/schema";
import type { RunLineage } from "@pipepilot/domain/run/lineage-schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { Textarea } from "@pipepilot/ui/textarea";
import { useToast } from "@pipepilot/ui/toast";
import { Tooltip } from "@pipepilot/ui/tooltip";
import { useTRPC } from "@/trpc/client";
import { registrable, type Registrable } from "./registrable";

interface RegisterRunProps {
  project: string;
  run: RunDetail;
  lineage: RunLineage;
}

const NO_MODEL =
  "This run has no model: none was logged, and no folder of its artifacts holds an MLmodel file.";
const NOT_REGISTERED =
  "Its pipeline registered no version of it. With another policy in the config's register, a run of the pipeline registers it without training it again.";

/** Makes a model version of what the run made. */
export function RegisterRun({ project, run, lineage }: RegisterRunProps) {
  const [open, setOpen] = useState(false);
  const sources = registrable(run, lineage);
  if (sources.length === 0)
    return (
      <Tooltip text={run.pipelineRun ? NOT_REGISTERED : NO_MODEL}>
        <Button aria-disabled>Register</Button>
      </Tooltip>
    );
  return (
    <Dialog
      title={`Register a model of ${run.name}`}
      description="Its files as they are now become an immutable version."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Register</Button>}
    >
      <RegisterForm {...{ project, run, sources }} />
    </Dialog>
  );
}

function RegisterForm({
  project,
  run,
  sources,
}: Omit<RegisterRunProps, "lineage"> & { sources: Registrable[] }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const confirm = useToast();
  const models = useQuery(trpc.model.list.queryOptions({ project, limit: 200 }));
  const [source, setSource] = useState(sources[0].source);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const register = useMutation(
    trpc.model.register.mutationOptions({
      onSuccess: async ({ model, number }) => {
        await queries.invalidateQueries();
        confirm({ title: `Registered as ${model} v${number}` });
        router.push(`/${project}/models/${encodeURIComponent(model)}/versions/${number}`);
      },
    }),
  );
  const known = models.data?.items.find((model) => model.name === name.trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = sources.find((each) => each.source === source);
        register.mutate({
          project,
          model: name.trim(),
          createModel: true,
          source,
          description,
          ...(chosen?.kind === "folder" ? { runId: run.id } : {}),
        });
      }}
      className="flex flex-col gap-4"
    >
      {sources.length > 1 ? (
        <Field label="What">
          <NativeSelect value={source} onChange={({ target }) => setSource(target.value)}>
            {sources.map((each) => (
              <option key={each.source} value={each.source}>
                {each.label}
              </option>
            ))}
          </NativeSelect>
        </Field>
      ) : (
        <p>
          <span className="text-muted">What:</span> {sources[0].label}
        </p>
      )}
      <Field
        label="Model"
        required
        hint={
          known
            ? `It becomes the next version of ${known.name}.`
            : name.trim()
              ? "A new model of this name is made."
              : "The name of a model, one that exists or a new one."
        }
        error={models.error?.message}
      >
        <Input
          value={name}
          onChange={({ target }) => setName(target.value)}
          list="registered-models"
          maxLength={250}
          autoComplete="off"
          autoFocus
        />
      </Field>
      <datalist id="registered-models">
        {models.data?.items.map((model) => (
          <option key={model.id} value={model.name} />
        ))}
      </datalist>
      <Field label="Description">
        <Textarea
          rows={2}
          maxLength={5000}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
      </Field>
      {register.error ? <Alert tone="error">{register.error.message}</Alert> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          type="submit"
          variant="primary"
          disabled={name.trim() === ""}
          loading={register.isPending || register.isSuccess}
        >
          Register
        </Button>
      </div>
    </form>
  );
}
