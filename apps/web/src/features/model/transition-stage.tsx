"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { STAGES, type ModelVersionSummary, type StageName } from "@pipepilot/domain/model/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Dialog, DialogClose } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { Textarea } from "@pipepilot/ui/textarea";
import { useToast } from "@pipepilot/ui/toast";
import { Tooltip } from "@pipepilot/ui/tooltip";
import { useTRPC } from "@/trpc/client";

interface TransitionStageProps {
  project: string;
  version: Pick<ModelVersionSummary, "model" | "number" | "stage">;
  size?: "sm" | "md";
}

const LABEL = "Transition Stage";

/** Moves a version to another stage, saying what that does before it is done. */
export function TransitionStage({ project, version, size = "md" }: TransitionStageProps) {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  const [open, setOpen] = useState(false);
  if (!me.permissions.includes("model:transition")) {
    return (
      <Tooltip text={`Your role (${me.role}) does not move versions; a maintainer can.`}>
        <Button size={size} aria-disabled>
          {LABEL}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Dialog
      title={`Move ${version.model} v${version.number}`}
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size={size}>{LABEL}</Button>}
    >
      <TransitionForm project={project} version={version} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

const EFFECTS: Record<StageName, string> = {
  None: "It keeps its number and files and stands nowhere.",
  Development: "It is being worked on.",
  Staging: "It is being tried before Production.",
  Production: "The inference service loads it within a second; the version there now is archived.",
  Archived: "It is kept and no longer used.",
};

function TransitionForm({
  project,
  version,
  onDone,
}: {
  project: string;
  version: TransitionStageProps["version"];
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const others = STAGES.filter((stage) => stage !== version.stage);
  const [stage, setStage] = useState<StageName>(others.includes("Production") ? "Production" : "Archived");
  const move = useMutation(
    trpc.model.transitionStage.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries();
        confirm({ title: `${version.model} v${version.number} is in ${stage}` });
        onDone();
      },
    }),
  );
  return (
    <form
      action={(form) =>
        move.mutate({
          project,
          model: version.model,
          number: version.number,
          stage,
          reason: String(form.get("reason") ?? ""),
        })
      }
      className="flex flex-col gap-4"
    >
      {move.error ? <Alert tone="error">{move.error.message}</Alert> : null}
      <Field label="To stage" hint={EFFECTS[stage]}>
        <NativeSelect value={stage} onChange={(event) => setStage(event.target.value as StageName)}>
          {others.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="Why" hint="Stands in the history beside your name.">
        <Textarea name="reason" rows={2} maxLength={2000} />
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" loading={move.isPending}>
          Move to {stage}
        </Button>
      </div>
    </form>
  );
}
