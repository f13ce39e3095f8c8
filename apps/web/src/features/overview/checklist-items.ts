import type { Permission } from "@pipepilot/domain/permissions";
import type { Checklist } from "@pipepilot/domain/project/checklist-schema";
import { addressPart } from "@/features/link/address-part";

/** Somewhere to go; those who may not do there what they are sent for are not sent. */
export interface Step {
  href: string;
  label: string;
  needs?: Permission;
}

export interface ChecklistItem {
  id: keyof Checklist["facts"];
  title: string;
  done: boolean;
  /** What is so, or what is to be done. */
  sentence: string;
  /** Where to see it, or to do it. */
  link: Step | null;
  /** For a shell, where that is the way. */
  command: string | null;
}

interface Surroundings {
  project: string;
  /** Where this product answers: `http://localhost:5000`. */
  origin: string;
  /** Of the product. */
  version: string;
  permissions: readonly Permission[];
}

const part = encodeURIComponent;

/** The six ticks with what makes each of them true, or what to do for it. */
export function checklistItems(
  { facts, next }: Checklist,
  { project, origin, version, permissions }: Surroundings,
): ChecklistItem[] {
  const base = `/${project}`;
  const { installed, reachable, tracking, config, registered, serving } = facts;
  const item = (
    id: ChecklistItem["id"],
    title: string,
    sentence: string,
    link: ChecklistItem["link"] = null,
    command: string | null = null,
  ): ChecklistItem => ({
    id,
    title,
    done: facts[id] !== null,
    sentence,
    link: link && isOpen(link, permissions) ? link : null,
    command,
  });
  return [
    item(
      "installed",
      "Installed",
      installed
        ? `PipePilot ${version} answers, with PostgreSQL ${installed.postgres}.`
        : "The database does not answer.",
    ),
    item(
      "reachable",
      "UI reachable",
      reachable ? `${reachable.name} is signed in at ${origin}${base}.` : `Sign in at ${origin}/sign-in.`,
    ),
    tracking
      ? item("tracking", "Tracking on", `Its first run is ${tracking.run}, in ${tracking.experiment}.`, {
          href: `${base}/experiments/${addressPart(tracking.experiment)}/runs/${tracking.runId}`,
          label: "Open the run",
        })
      : item(
          "tracking",
          "Tracking on",
          "Run a pipeline, or log a run with any client of MLflow. The token is an API key with the scope track.",
          { href: `${base}/settings/api-keys`, label: "Create an API key", needs: "api-key:write" },
          trackCommand(origin),
        ),
    config
      ? item(
          "config",
          "Config updated",
          `${config.by} saved config ${config.number} of ${config.pipeline}.`,
          { href: `${base}/pipelines/${part(config.pipeline)}`, label: "Open the pipeline" },
        )
      : item("config", "Config updated", configSentence(next), configLink(base, next)),
    registered
      ? item(
          "registered",
          "Models auto-registered",
          `${registered.model} v${registered.number} was registered by itself.`,
          {
            href: `${base}/models/${part(registered.model)}/versions/${registered.number}`,
            label: "Open the version",
          },
        )
      : item(
          "registered",
          "Models auto-registered",
          "A pipeline registers what it trains; a client of MLflow does with registered_model_name in log_model.",
          next.pipeline === null
            ? { href: `${base}/pipelines/new`, label: "Create a pipeline", needs: "pipeline:write" }
            : {
                href: `${base}/pipelines/${part(next.pipeline)}`,
                label: `Run ${next.pipeline}`,
                needs: "pipeline:run",
              },
        ),
    serving
      ? item(
          "serving",
          "Serving ready",
          `${serving.model} v${serving.number} answers from ${serving.instances} ${serving.instances === 1 ? "process" : "processes"}.`,
          { href: `${base}/serving?model=${part(serving.model)}`, label: "Ask it" },
        )
      : item(
          "serving",
          "Serving ready",
          "Move a version to Production; an inference process loads it within a second.",
          next.version
            ? {
                href: `${base}/models/${part(next.version.model)}/versions/${next.version.number}`,
                label: `Open ${next.version.model} v${next.version.number}`,
              }
            : { href: `${base}/models`, label: "Go to models" },
        ),
  ];
}

const trackCommand = (origin: string) => `pip install mlflow-skinny
export MLFLOW_TRACKING_URI=${origin}
export MLFLOW_TRACKING_TOKEN=<API key>
python -c "import mlflow; mlflow.set_experiment('first'); mlflow.log_metric('rmse', 1)"`;

function configSentence({ dataset, pipeline }: Checklist["next"]): string {
  if (pipeline !== null) return `Change the config of ${pipeline} and save it.`;
  return dataset === null
    ? "A pipeline and its config need data first."
    : `Create a pipeline on ${dataset}; its config is yours to write.`;
}

/** Whether who looks may do what a step leads to. */
const isOpen = ({ needs }: Step, permissions: readonly Permission[]) =>
  needs === undefined || permissions.includes(needs);

function configLink(base: string, { dataset, pipeline }: Checklist["next"]): Step {
  if (pipeline !== null) return { href: `${base}/pipelines/${part(pipeline)}`, label: "Open the pipeline" };
  return dataset === null
    ? { href: `${base}/datasets?upload`, label: "Upload data", needs: "dataset:write" }
    : { href: `${base}/pipelines/new`, label: "Create a pipeline", needs: "pipeline:write" };
}

const MOST_STEPS = 5;

/** What makes sense next where the project stands, the most pressing first. */
export function nextSteps(
  { facts, next }: Checklist,
  { project, permissions }: Pick<Surroundings, "project" | "permissions">,
): Step[] {
  const base = `/${project}`;
  const { dataset, pipeline, version, experiment } = next;
  const steps: (Step | false)[] = [
    dataset === null && { href: `${base}/datasets?upload`, label: "Upload a CSV", needs: "dataset:write" },
    dataset !== null &&
      pipeline === null && {
        href: `${base}/pipelines/new`,
        label: `Create a pipeline on ${dataset}`,
        needs: "pipeline:write",
      },
    pipeline !== null &&
      facts.registered === null && {
        href: `${base}/pipelines/${part(pipeline)}`,
        label: `Run ${pipeline}`,
        needs: "pipeline:run",
      },
    version !== null &&
      facts.serving === null && {
        href: `${base}/models/${part(version.model)}/versions/${version.number}`,
        label: `Move ${version.model} v${version.number} to Production`,
        needs: "model:transition",
      },
    facts.serving !== null && {
      href: `${base}/serving?model=${part(facts.serving.model)}`,
      label: `Ask ${facts.serving.model}`,
    },
    experiment !== null && {
      href: `${base}/experiments/${addressPart(experiment)}`,
      label: `Compare the runs of ${experiment}`,
    },
    facts.registered !== null &&
      pipeline !== null && {
        href: `${base}/pipelines/${part(pipeline)}`,
        label: `Change the config of ${pipeline}`,
        needs: "pipeline:write",
      },
    dataset !== null && {
      href: `${base}/datasets?upload`,
      label: "Upload newer data",
      needs: "dataset:write",
    },
    { href: `${base}/settings/api-keys`, label: "Create an API key", needs: "api-key:write" },
    experiment === null && { href: `${base}/experiments`, label: "See where runs appear" },
    facts.serving === null && { href: `${base}/serving`, label: "See how models are served" },
    { href: `${base}/models`, label: "See the models" },
  ];
  return steps
    .filter((step) => step !== false)
    .filter((step) => isOpen(step, permissions))
    .slice(0, MOST_STEPS);
}
