interface Missing {
  readonly noun: string;
  readonly name: string;
  /** What was asked. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** What MLflow says where something is not there, by what it is. */
const SENTENCES: Readonly<Record<string, (missing: Missing) => string>> = {
  run: ({ name }) => `Run with id=${name} not found`,
  experiment: ({ name, request }) =>
    request.experiment_name === undefined
      ? `No Experiment with id=${name} exists`
      : `Could not find experiment with name '${name}'`,
  "experiment in the trash": ({ name }) => `No Experiment with id=${name} exists`,
  "experiment outside the trash": ({ name }) => `No Experiment with id=${name} exists`,
  model: ({ name }) => `Registered Model with name=${name} not found`,
  "model version": ({ name }) => {
    const [, model, number] = /^(.*) v(\d+)$/s.exec(name) ?? [];
    return model === undefined
      ? `Model Version ${name} not found`
      : `Model Version (name=${model}, version=${number}) not found`;
  },
  "logged model": ({ name }) => `Logged model with ID '${name}' not found.`,
  trace: ({ name }) => `Trace with ID '${name}' not found.`,
  assessment: ({ name, request: { trace_id } }) =>
    `Assessment with ID '${name}' not found for trace '${String(trace_id)}'`,
  tag: ({ name, request: { run_id, run_uuid, experiment_id, trace_id, model_id } }) => {
    if (trace_id !== undefined)
      return `No trace tag with key '${name}' for trace with ID '${String(trace_id)}'`;
    if (model_id !== undefined)
      return `No tag with key '${name}' found for model with ID '${String(model_id)}'.`;
    const owner =
      experiment_id === undefined
        ? `run with id ${String(run_id ?? run_uuid)}`
        : `experiment with id ${String(experiment_id)}`;
    return `No tag with name: ${name} in ${owner}`;
  },
};

/** Null: MLflow has no words of its own for it. */
export function missingText(noun: unknown, name: unknown, request: unknown): string | null {
  if (typeof noun !== "string" || !Object.hasOwn(SENTENCES, noun)) return null;
  return SENTENCES[noun]({ noun, name: String(name), request: (request ?? {}) as Missing["request"] });
}
