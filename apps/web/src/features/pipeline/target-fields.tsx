"use client";

import { DEFAULT_METRIC, METRICS } from "@pipepilot/ml/metrics/metrics";
import { Checkbox } from "@pipepilot/ui/checkbox";
import { Field } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import type { FormPartProps } from "./new-pipeline-form";
import type { TargetView, Task } from "./target-task";

/** What to predict, as what, judged by what, and from which columns. */
export function TargetFields({
  values,
  problems,
  set,
  targets,
}: FormPartProps & { targets: readonly TargetView[] }) {
  const target = targets.find(({ name }) => name === values.target);
  const inferred = target?.task;
  const task = values.task === "regression" || values.task === "classification" ? values.task : inferred;
  const errorAt = (path: string) => problems.find((each) => each.path === path)?.message;
  return (
    <>
      <Field
        label="Target column"
        hint={target ? [target.type, target.about].filter(Boolean).join(", ") : undefined}
        error={errorAt("target") ?? (target?.problem ? `It has ${target.problem}.` : undefined)}
      >
        <NativeSelect value={values.target} onChange={(event) => set(["target"], event.target.value)}>
          {target ? null : <option value={values.target}>{values.target || "Choose a column"}</option>}
          {targets.map(({ name, type, problem }) => (
            <option key={name} value={name} disabled={problem !== null}>
              {name} ({problem ?? type})
            </option>
          ))}
        </NativeSelect>
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Task" hint="Inferred from the target unless you say so" error={errorAt("task")}>
          <NativeSelect
            value={values.task}
            onChange={(event) => set(["task"], event.target.value || undefined)}
          >
            <option value="">{inferred ? `Inferred: ${inferred}` : "Inferred when it runs"}</option>
            <option value="regression">regression</option>
            <option value="classification">classification</option>
          </NativeSelect>
        </Field>
        <MetricField
          task={task}
          metric={values.metric}
          set={set}
          error={errorAt("evaluate.primary_metric")}
        />
      </div>
      <LeftOut values={values} targets={targets} set={set} />
    </>
  );
}

function MetricField({
  task,
  metric,
  set,
  error,
}: {
  task: Task | undefined;
  metric: string;
  set: FormPartProps["set"];
  error?: string;
}) {
  const usual = task && METRICS[DEFAULT_METRIC[task]].title;
  const choices = Object.entries(METRICS).filter(
    ([key, each]) => !task || each.task === task || key === metric,
  );
  return (
    <Field label="Judged by" hint="Decides which candidate is best" error={error}>
      <NativeSelect
        value={metric}
        onChange={(event) => set(["evaluate", "primary_metric"], event.target.value || undefined)}
      >
        <option value="">{usual ? `${usual}, as usual` : "The task's usual metric"}</option>
        {choices.map(([key, { title }]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function LeftOut({
  values,
  targets,
  set,
}: Pick<FormPartProps, "values" | "set"> & { targets: readonly TargetView[] }) {
  const { drop } = values;
  const others = targets.filter(({ name }) => name !== values.target);
  const summary = drop.length === 0 ? "none" : drop.join(", ");
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm font-medium">
        Columns left out: <span className="font-normal text-muted">{summary}</span>
      </summary>
      <p className="mt-1.5 text-sm text-muted">
        Names and row numbers teach nothing about other rows; columns that are only known afterwards teach too
        much.
      </p>
      <ul className="mt-2 grid max-h-60 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
        {others.map(({ name, type }) => (
          <li key={name}>
            <label className="flex min-w-0 items-center gap-2">
              <Checkbox
                checked={drop.includes(name)}
                onChange={({ target }) => {
                  const next = target.checked ? [...drop, name] : drop.filter((each) => each !== name);
                  set(["prepare", "drop"], next.length > 0 ? next : undefined);
                }}
              />
              <span className="min-w-0 truncate">{name}</span>
              <span className="shrink-0 text-sm text-muted">{type}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
