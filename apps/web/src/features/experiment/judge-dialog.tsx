"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import type { ExperimentRef, MetricDirection } from "@pipepilot/domain/experiment/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Dialog } from "@pipepilot/ui/dialog";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { RadioGroup } from "@pipepilot/ui/radio-group";
import { metricTitle } from "@/features/metric/metric-format";
import { useTRPC } from "@/trpc/client";

interface JudgeDialogProps {
  project: string;
  experiment: ExperimentRef;
  /** To choose from. */
  metricKeys: readonly string[];
}

/** Says by which metric the runs are judged, and lets one change it: the star moves. */
export function JudgeDialog({ project, experiment, metricKeys }: JudgeDialogProps) {
  const [open, setOpen] = useState(false);
  const { primaryMetric, metricDirection } = experiment;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
      {primaryMetric === null
        ? "Not judged by any metric yet"
        : `Judged by ${metricTitle(primaryMetric)}, ${metricDirection === "minimize" ? "lower" : "higher"} is better`}
      <Dialog
        title="Primary metric"
        description="The finished run that is best by it has the star, in every list."
        size="sm"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="quiet" size="sm" aria-label="Change the primary metric">
            Change
          </Button>
        }
      >
        <JudgeForm {...{ project, experiment, metricKeys }} onDone={() => setOpen(false)} />
      </Dialog>
    </span>
  );
}

function JudgeForm({ project, experiment, metricKeys, onDone }: JudgeDialogProps & { onDone: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const listId = useId();
  const [metric, setMetric] = useState(experiment.primaryMetric ?? "");
  const [direction, setDirection] = useState<MetricDirection>(experiment.metricDirection);
  const judge = useMutation(
    trpc.experiment.judge.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        onDone();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    const primaryMetric = metric.trim() === "" ? null : metric.trim();
    judge.mutate({ project, id: experiment.id, primaryMetric, metricDirection: direction });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <Field label="Metric" hint="Leave it empty to judge by none.">
        <Input
          value={metric}
          onChange={(event) => setMetric(event.target.value)}
          list={listId}
          autoComplete="off"
          mono
        />
      </Field>
      <datalist id={listId}>
        {metricKeys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <RadioGroup
        legend="Which values are better"
        value={direction}
        onValueChange={(value) => setDirection(value as MetricDirection)}
        options={[
          { value: "minimize", label: "Lower is better" },
          { value: "maximize", label: "Higher is better" },
        ]}
      />
      {judge.error ? <Alert tone="error">{judge.error.message}</Alert> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={judge.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
