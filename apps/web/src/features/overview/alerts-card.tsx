"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import type { ProjectAlert } from "@pipepilot/domain/alert/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { useMay } from "@/features/project/use-may";
import { useTRPC } from "@/trpc/client";
import { alertLine } from "./alert-line";
import { LOOK_AGAIN_MS } from "./look-again";

const SHOWN_AT_FIRST = 5;

/** What somebody should look at, by what is so now. */
export function AlertsCard({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: alerts } = useSuspenseQuery(
    trpc.alert.list.queryOptions({ project }, { refetchInterval: LOOK_AGAIN_MS }),
  );
  const mayHide = useMay(project, "run:write");
  const [showHidden, setShowHidden] = useState(false);
  const [all, setAll] = useState(false);
  const open = alerts.filter(({ hidden }) => !hidden);
  const hiddenCount = alerts.length - open.length;
  const listed = showHidden ? alerts : open;
  const shown = all ? listed : listed.slice(0, SHOWN_AT_FIRST);
  return (
    <Card aria-label="Alerts" className="min-h-[166px]">
      <CardHeader
        title="Alerts"
        aside={open.length > 0 ? <Badge tone={toneOf(open[0])}>{formatInteger(open.length)}</Badge> : null}
        actions={
          hiddenCount > 0 ? (
            <Button
              size="sm"
              variant="quiet"
              aria-expanded={showHidden}
              onClick={() => setShowHidden(!showHidden)}
            >
              {showHidden ? "Leave out hidden" : `Show hidden (${formatInteger(hiddenCount)})`}
            </Button>
          ) : null
        }
      />
      {open.length === 0 ? (
        <p className="flex items-start gap-2.5 px-3.5 py-3">
          <CircleCheck aria-hidden="true" className="mt-[3px] size-4 shrink-0 text-good" />
          <span>
            All is well{hiddenCount > 0 ? ", but for what is hidden" : ""}.
            <span className="mt-0.5 block text-muted">
              Failed pipelines, blocked data, silent runs and trouble with serving appear here.
            </span>
          </span>
        </p>
      ) : null}
      {shown.length > 0 ? (
        <ul className="px-3.5 pb-1">
          {shown.map((alert) => (
            <AlertItem key={alert.id} project={project} alert={alert} mayHide={mayHide} />
          ))}
        </ul>
      ) : null}
      {listed.length > SHOWN_AT_FIRST ? (
        <div className="flex justify-center border-t border-line p-2">
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${formatInteger(listed.length)} alerts`}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

const toneOf = ({ severity }: Pick<ProjectAlert, "severity">) => severity;

interface AlertItemProps {
  project: string;
  alert: ProjectAlert;
  mayHide: boolean;
}

function AlertItem({ project, alert, mayHide }: AlertItemProps) {
  const trpc = useTRPC();
  const hide = useMutation(trpc.alert.hide.mutationOptions());
  const show = useMutation(trpc.alert.show.mutationOptions());
  const { text, quote } = alertLine(alert, `/${project}`);
  const change = alert.hidden ? show : hide;
  return (
    <li className="border-b border-line py-2.5 last:border-0">
      <div className="flex items-start gap-2.5">
        <StatusDot
          tone={alert.hidden ? "neutral" : toneOf(alert)}
          label={alert.severity === "bad" ? "Trouble" : "Warning"}
          className="mt-[7px]"
        />
        <span className={`min-w-0 flex-1 [overflow-wrap:anywhere] ${alert.hidden ? "text-muted" : ""}`}>
          {text}
          {quote ? (
            <span className="mt-0.5 line-clamp-3 text-muted" title={quote}>
              {quote}
            </span>
          ) : null}
        </span>
        <RelativeTime value={alert.at} className="num mt-px shrink-0 text-sm whitespace-nowrap text-muted" />
        {mayHide ? (
          <Button
            size="sm"
            variant="quiet"
            className="-my-1 shrink-0"
            loading={change.isPending}
            onClick={() => change.mutate({ project, id: alert.id })}
          >
            {alert.hidden ? "Show" : "Hide"}
          </Button>
        ) : null}
      </div>
      {change.error ? (
        <Alert tone="error" className="mt-2">
          {change.error.message}
        </Alert>
      ) : null}
    </li>
  );
}
