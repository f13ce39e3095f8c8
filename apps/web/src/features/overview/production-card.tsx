"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProductionCard as Row } from "@pipepilot/domain/project/production-schema";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatDuration, formatInteger, formatPercent } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { LinkButton } from "@pipepilot/ui/link-button";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { ServingMark } from "@/features/model/serving-mark";
import { useTRPC } from "@/trpc/client";
import { LOOK_AGAIN_MS } from "./look-again";

const SHOWN_AT_FIRST = 3;

/** What applications are answered with, model by model, and how that fares. */
export function ProductionCard({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: rows } = useSuspenseQuery(
    trpc.project.production.queryOptions({ project }, { refetchInterval: LOOK_AGAIN_MS }),
  );
  const [all, setAll] = useState(false);
  return (
    <Card aria-label="Production" className="min-h-[166px]">
      <CardHeader
        title="Production"
        aside={rows.length > 1 ? <Badge outline>{formatInteger(rows.length)}</Badge> : null}
        actions={
          <LinkButton
            href={`/${project}/${rows.length > 0 ? "serving" : "models"}`}
            size="sm"
            variant="quiet"
          >
            {rows.length > 0 ? "Serving" : "Models"}
          </LinkButton>
        }
      />
      {rows.length === 0 ? (
        <p className="px-3.5 py-3">
          Nothing is in Production yet.
          <span className="mt-0.5 block text-muted">
            Open a version of a model and move it to Production: the inference service loads it within a
            second.
          </span>
        </p>
      ) : (
        <ul>
          {(all ? rows : rows.slice(0, SHOWN_AT_FIRST)).map((row) => (
            <Model key={row.modelVersionId} project={project} row={row} />
          ))}
        </ul>
      )}
      {rows.length > SHOWN_AT_FIRST ? (
        <div className="flex justify-center border-t border-line p-2">
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${formatInteger(rows.length)} models`}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Model({ project, row }: { project: string; row: Row }) {
  const { model, number, metric, since, by, serving, figures } = row;
  const name = encodeURIComponent(model);
  const asked = figures !== null && figures.recentRequests > 0;
  return (
    <li className="border-b border-line px-3.5 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Link
          href={`/${project}/models/${name}/versions/${number}`}
          className="min-w-0 font-semibold [overflow-wrap:anywhere] hover:underline"
        >
          {model} <span className="num">v{number}</span>
        </Link>
        <ServingMark version={{ stage: "Production", serving }} />
        <LinkButton href={`/${project}/serving?model=${name}`} size="sm" className="ml-auto">
          Predict
        </LinkButton>
      </div>
      <p className="num mt-0.5 text-sm text-muted">
        {metric ? `${metricTitle(metric.key)} ${formatMetric(metric.key, metric.value)} · ` : null}
        {since ? (
          <>
            since <RelativeTime value={since} />
          </>
        ) : (
          "in Production"
        )}
        {by ? ` by ${by.name}` : null}
      </p>
      <dl className="mt-2 grid grid-cols-3 gap-3">
        <Figure
          name="Requests/min"
          value={formatInteger(figures ? Math.round(figures.requestsPerMin) : null)}
        />
        <Figure name="p95" value={formatDuration(figures?.latencyP95Ms)} />
        <Figure
          name="Errors, 5 min"
          value={asked ? formatPercent(figures.recentErrors / figures.recentRequests, 1) : "–"}
          bad={asked && figures.recentErrors > 0}
        />
      </dl>
    </li>
  );
}

function Figure({ name, value, bad = false }: { name: string; value: string; bad?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className={`num font-semibold ${bad ? "text-bad" : ""}`}>{value}</dd>
    </div>
  );
}
