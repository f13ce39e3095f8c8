import type { ReactNode } from "react";
import { SILENT_AFTER_MS, type AlertFacts } from "@pipepilot/domain/alert/schema";
import { formatDuration, formatInteger, formatPercent } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { addressPart } from "@/features/link/address-part";

interface Line {
  text: ReactNode;
  /** A second, quieter line. */
  quote?: string | null;
}

const part = encodeURIComponent;
const go = (href: string, text: ReactNode) => (
  <Link href={href} className="font-semibold hover:underline">
    {text}
  </Link>
);

/** What an alert says, with a link to where it can be mended. */
export function alertLine(alert: AlertFacts, base: string): Line {
  switch (alert.kind) {
    case "pipeline-failed": {
      const { pipeline, number, failures, message } = alert;
      const run = go(`${base}/pipelines/${part(pipeline)}/runs/${number}`, `Run ${number} of ${pipeline}`);
      const more = failures === 1 ? "" : `: ${formatInteger(failures)} runs failed since it last succeeded`;
      return {
        text: (
          <>
            {run} failed{more}
          </>
        ),
        quote: message,
      };
    }
    case "data-blocked": {
      const { dataset, number, first, findings } = alert;
      const more = findings > 1 ? ` (and ${formatInteger(findings - 1)} more)` : "";
      return {
        text: (
          <>
            The check blocked{" "}
            {go(`${base}/datasets/${part(dataset)}/versions/${number}#check`, `${dataset} v${number}`)};
            pipelines do not read it
          </>
        ),
        quote: first === null ? null : first + more,
      };
    }
    case "run-silent": {
      const { experiment, run, runId, runs } = alert;
      const where = `${base}/experiments/${addressPart(experiment)}`;
      return {
        text: (
          <>
            {go(`${where}/runs/${runId}`, run)} {runs > 1 ? `and ${formatInteger(runs - 1)} more ` : null}of{" "}
            {go(where, experiment)} {runs > 1 ? "say that they are" : "says that it is"} running, but nothing
            was heard of {runs > 1 ? "them" : "it"} for {formatDuration(SILENT_AFTER_MS)} or more
          </>
        ),
      };
    }
    case "not-served": {
      const { model, number, state, error } = alert;
      const version = go(`${base}/models/${part(model)}/versions/${number}`, `${model} v${number}`);
      const why = {
        absent: "no inference process serves it",
        loading: "no inference process has finished loading it",
        failed: "it failed to load",
      }[state];
      return {
        text: (
          <>
            {version} is in Production, but {why}
          </>
        ),
        quote: error,
      };
    }
    case "serving-errors": {
      const { model, number, requests, errors } = alert;
      return {
        text: (
          <>
            {formatPercent(errors / requests, 1)} of the requests to{" "}
            {go(`${base}/serving?model=${part(model)}`, `${model} v${number}`)} failed in the last 5 minutes (
            {formatInteger(errors)} of {formatInteger(requests)})
          </>
        ),
      };
    }
    case "key-expires":
      return {
        text: (
          <>
            The API key {go(`${base}/settings/api-keys`, alert.name)} expires soon; whoever uses it will be
            turned away
          </>
        ),
      };
  }
}
