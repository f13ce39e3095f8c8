import type { ReactNode } from "react";
import type { EventData, EventName } from "@pipepilot/domain/event/catalog";
import type { EventRow } from "@pipepilot/domain/event/schema";
import { Link } from "@pipepilot/ui/link";
import { PEOPLE_WRITERS, type Actor, type Line, type Writers } from "./people-sentence";
import { StageBadge } from "@/features/model/stage-badge";
import type { StageName } from "@pipepilot/domain/model/schema";
import { addressPart } from "@/features/link/address-part";

const go = (href: string, text: ReactNode) => (
  <Link href={href} className="font-semibold hover:underline">
    {text}
  </Link>
);
const part = encodeURIComponent;
const runHref = (base: string, data: { pipeline: string; number: number }) =>
  `${base}/pipelines/${part(data.pipeline)}/runs/${data.number}`;
const versionHref = (base: string, data: { model: string; number: number }) =>
  `${base}/models/${part(data.model)}/versions/${data.number}`;
const dataHref = (base: string, data: { dataset: string; number: number }) =>
  `${base}/datasets/${part(data.dataset)}/versions/${data.number}`;

const experimentHref = (base: string, data: { experiment: string }) =>
  `${base}/experiments/${addressPart(data.experiment)}`;

function runsOf(data: { experiment: string; run: string; runs: number }, base: string): ReactNode {
  return (
    <>
      {data.runs === 1 ? (
        <>
          the run <b>{data.run}</b>
        </>
      ) : (
        `${data.runs.toLocaleString("en-US")} runs`
      )}{" "}
      of {go(experimentHref(base, data), data.experiment)}
    </>
  );
}

/** Kinds of alerts, as they are named where they were hidden. */
const ALERTS: Readonly<Record<string, string>> = {
  "pipeline-failed": "a pipeline that failed",
  "data-blocked": "data that was blocked",
  "run-silent": "a run that is not heard",
  "not-served": "a version that is not served",
  "serving-errors": "answers that fail",
  "key-expires": "an API key that expires",
};

/** The run or version, at the comment where it still stands. */
function commented(
  { run, version, commentId }: Omit<EventData<"comment/added">, "commentId"> & { commentId?: string },
  base: string,
): ReactNode {
  const at = commentId ? `#comment-${commentId}` : "";
  if (run) return go(`${experimentHref(base, run)}/runs/${run.runId}${at}`, run.run);
  if (version) return go(versionHref(base, version) + at, `${version.model} v${version.number}`);
  return "something";
}

/** One line of the activity feed per kind of event; a new kind does not compile until it has its line. */
const WRITERS: Writers<EventName> = {
  "project/created": ({ name }) => ({
    tone: "neutral",
    text: (
      <>
        created the project <b>{name}</b>
      </>
    ),
  }),
  ...PEOPLE_WRITERS,
  "comment/added": (data, base) => ({
    tone: "neutral",
    text: <>commented on {commented(data, base)}</>,
  }),
  "comment/deleted": ({ authorId, author, ...data }, base, actor) => ({
    tone: "warn",
    text: (
      <>
        deleted {actor.id === authorId ? "their comment" : `a comment of ${author}`} on{" "}
        {commented({ run: data.run, version: data.version }, base)}
      </>
    ),
  }),
  "dataset/created": (data, base) => ({
    tone: "neutral",
    text: <>created the dataset {go(`${base}/datasets/${part(data.dataset)}`, data.dataset)}</>,
  }),
  "dataset-version/ready": (data, base) => ({
    tone: data.verdict === "warned" ? "warn" : "good",
    text: (
      <>
        added {go(dataHref(base, data), `${data.dataset} v${data.number}`)} (
        {data.rowCount.toLocaleString("en-US")} rows{data.verdict === "warned" ? ", with warnings" : ""})
      </>
    ),
  }),
  "dataset-version/blocked": (data, base) => ({
    tone: "bad",
    text: <>The check stopped {go(dataHref(base, data), `${data.dataset} v${data.number}`)}</>,
    quote: data.summary,
  }),
  "pipeline/created": (data, base) => ({
    tone: "neutral",
    text: <>created the pipeline {go(`${base}/pipelines/${part(data.pipeline)}`, data.pipeline)}</>,
  }),
  "pipeline-config/saved": (data, base) => ({
    tone: "neutral",
    text: (
      <>
        saved config {data.number} of {go(`${base}/pipelines/${part(data.pipeline)}`, data.pipeline)}
      </>
    ),
  }),
  "pipeline-run/requested": (data, base) => ({
    tone: "accent",
    text: (
      <>
        started {go(runHref(base, data), `${data.pipeline} run ${data.number}`)} ({data.cause})
      </>
    ),
  }),
  "pipeline-run/succeeded": (data, base) => ({
    tone: "good",
    text: <>{go(runHref(base, data), `${data.pipeline} run ${data.number}`)} succeeded</>,
    quote: data.summary,
  }),
  "pipeline-run/failed": (data, base) => ({
    tone: "bad",
    text: <>{go(runHref(base, data), `${data.pipeline} run ${data.number}`)} failed</>,
    quote: data.message,
  }),
  "pipeline-run/cancelled": (data, base) => ({
    tone: "neutral",
    text: <>cancelled {go(runHref(base, data), `${data.pipeline} run ${data.number}`)}</>,
  }),
  "run/finished": (data, base) => ({
    tone: "good",
    text: (
      <>finished {go(`${base}/experiments/${addressPart(data.experiment)}/runs/${data.runId}`, data.run)}</>
    ),
  }),
  "run/failed": (data, base) => ({
    tone: "bad",
    text: (
      <>{go(`${base}/experiments/${addressPart(data.experiment)}/runs/${data.runId}`, data.run)} failed</>
    ),
    quote: data.message,
  }),
  "run/trashed": (data, base) => ({
    tone: "warn",
    text: <>moved {runsOf(data, base)} to the trash</>,
  }),
  "run/restored": (data, base) => ({
    tone: "neutral",
    text: <>took {runsOf(data, base)} out of the trash</>,
  }),
  "run/purged": (data, base) => ({
    tone: "warn",
    text: <>deleted {runsOf(data, base)} permanently</>,
  }),
  "experiment/judged": (data, base) => ({
    tone: "neutral",
    text: (
      <>
        judges {go(experimentHref(base, data), data.experiment)} by{" "}
        {data.primaryMetric === null
          ? "no metric"
          : `${data.primaryMetric}, ${data.metricDirection === "minimize" ? "lower" : "higher"} is better`}
      </>
    ),
  }),
  "saved-view/created": (data, base) => ({
    tone: "neutral",
    text: (
      <>
        saved the view <b>{data.view}</b> of {go(experimentHref(base, data), data.experiment)}
      </>
    ),
  }),
  "saved-view/changed": (data, base) => ({
    tone: "neutral",
    text: (
      <>
        changed the view <b>{data.view}</b> of {go(experimentHref(base, data), data.experiment)}
      </>
    ),
  }),
  "saved-view/deleted": (data, base) => ({
    tone: "neutral",
    text: (
      <>
        deleted the view <b>{data.view}</b> of {go(experimentHref(base, data), data.experiment)}
      </>
    ),
  }),
  "model/created": ({ model }, base) => ({
    tone: "neutral",
    text: <>created the model {go(`${base}/models/${part(model)}`, model)}</>,
  }),
  "model/renamed": ({ from, model }, base) => ({
    tone: "neutral",
    text: (
      <>
        renamed the model <b>{from}</b> to {go(`${base}/models/${part(model)}`, model)}
      </>
    ),
  }),
  "model/deleted": ({ model, versions }) => ({
    tone: "warn",
    text: (
      <>
        deleted the model <b>{model}</b> with {versions} {versions === 1 ? "version" : "versions"}
      </>
    ),
  }),
  "model-version/created": (data, base) => ({
    tone: "neutral",
    text: <>registered {go(versionHref(base, data), `${data.model} v${data.number}`)}</>,
  }),
  "model-version/stage-changed": (data, base) => ({
    tone: data.to === "Production" ? "good" : "neutral",
    text: (
      <>
        moved {go(versionHref(base, data), `${data.model} v${data.number}`)} to{" "}
        <StageBadge stage={data.to as StageName} />
      </>
    ),
    quote: data.reason,
  }),
  "model-version/deleted": ({ model, number }, base) => ({
    tone: "warn",
    text: (
      <>
        deleted version {number} of {go(`${base}/models/${part(model)}`, model)}
      </>
    ),
  }),
  "alert/hidden": ({ kind }) => ({ tone: "neutral", text: <>hid an alert: {ALERTS[kind] ?? kind}</> }),
  "alert/shown": ({ kind }) => ({
    tone: "neutral",
    text: <>brought an alert back: {ALERTS[kind] ?? kind}</>,
  }),
  "checklist/hidden": () => ({ tone: "neutral", text: "put the checklist away" }),
  "checklist/shown": () => ({ tone: "neutral", text: "brought the checklist back" }),
  "api-key/created": ({ name, scopes }) => ({
    tone: "neutral",
    text: (
      <>
        created the API key <b>{name}</b> ({scopes.join(", ")})
      </>
    ),
  }),
  "api-key/revoked": ({ name }) => ({
    tone: "warn",
    text: (
      <>
        revoked the API key <b>{name}</b>
      </>
    ),
  }),
};

/** What an event says of itself, after the name of who did it; null for a kind that is no longer known. */
export function eventLine({ name, data, actor }: EventRow, base: string): Line | null {
  const write = WRITERS[name as EventName] as
    | ((data: unknown, base: string, actor: Actor) => Line)
    | undefined;
  return write ? write(data, base, actor) : null;
}
