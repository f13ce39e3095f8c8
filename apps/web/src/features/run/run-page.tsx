"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { RunStatusName } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge, Tag } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { CurveCharts } from "@/features/metric/curve-charts";
import { metricCurves } from "@/features/metric/metric-curves";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { useTRPC } from "@/trpc/client";
import { ArtifactList } from "./artifact-list";
import { BestMark } from "./best-mark";
import { EvaluationReport } from "./evaluation-report";
import { FeatureImportance } from "./feature-importance";
import { IMPORTANCE_FILE } from "./importance";
import { MetricTable } from "./metric-table";
import { orderParams } from "./param-order";
import { REPORT_PAGE } from "./report";
import { RunFacts } from "./run-facts";
import { RunStatus } from "./run-status";

interface RunPageProps {
  project: string;
  experiment: string;
  runId: string;
}

/** Whoever was ended before its end did not fail. */
const ENDED: Partial<Record<RunStatusName, string>> = { KILLED: "This run was ended early" };

/** One tracked training; live while it trains. */
export function RunPage({ project, experiment, runId }: RunPageProps) {
  const trpc = useTRPC();
  const { data: run } = useSuspenseQuery(trpc.run.get.queryOptions({ project, runId }));
  const { data: summary } = useSuspenseQuery(trpc.experiment.get.queryOptions({ project, name: experiment }));
  const history = useQuery(trpc.run.metricHistory.queryOptions({ project, runIds: [runId] }));
  const { primaryMetric } = run.experiment;
  const curves = metricCurves(history.data ?? [], undefined, primaryMetric);
  const base = `/${project}/experiments/${encodeURIComponent(experiment)}`;
  const best = summary.best && summary.best.runId !== runId ? summary.best : null;
  return (
    <>
      <PageHeader
        title={run.name}
        badges={<RunStatus status={run.status} />}
        sub={
          primaryMetric !== null && primaryMetric in run.metrics ? (
            <span className="inline-flex items-center gap-1.5">
              {run.isBest ? <BestMark label="best run" /> : null}
              {metricTitle(primaryMetric)} {formatMetric(primaryMetric, run.metrics[primaryMetric])}
            </span>
          ) : undefined
        }
        breadcrumbs={[
          { label: "Experiments", href: `/${project}/experiments` },
          { label: experiment, href: base },
        ]}
        actions={
          best ? (
            <LinkButton href={`${base}/compare?runs=${runId},${best.runId}`}>
              Compare with the best
            </LinkButton>
          ) : null
        }
      />
      {run.error ? (
        <Alert
          tone={run.status === "KILLED" ? "warn" : "error"}
          title={ENDED[run.status] ?? "This run failed"}
          className="mb-[18px]"
        >
          {run.error.message}
        </Alert>
      ) : null}
      <div className="flex flex-col gap-[18px]">
        {history.error ? <Alert tone="error">{history.error.message}</Alert> : null}
        {run.artifacts.some(({ path }) => path === REPORT_PAGE) ? (
          <EvaluationReport project={project} runId={runId} />
        ) : null}
        {curves.length > 0 ? <CurveCharts title="While training" curves={curves} /> : null}
        <div className="grid items-start gap-[18px] xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-[18px]">
            <MetricTable
              metrics={run.metrics}
              primaryMetric={primaryMetric}
              running={run.status === "RUNNING"}
            />
            <RunFacts project={project} run={run} />
            {run.artifacts.some(({ path }) => path === IMPORTANCE_FILE) ? (
              <FeatureImportance project={project} runId={runId} />
            ) : null}
            <ArtifactList project={project} run={run} />
          </div>
          <div className="flex min-w-0 flex-col gap-[18px]">
            <Records title="Parameters" records={run.params} none="This run logged none." />
            <Records title="Environment" records={asTexts(run.environment)} none="Nothing is known of it." />
            <RunTags tags={run.tags} />
          </div>
        </div>
      </div>
    </>
  );
}

function RunTags({ tags }: { tags: Readonly<Record<string, string>> }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Tags" />
      <CardBody className="flex flex-wrap gap-1.5">
        {entries.map(([name, value]) => (
          <Tag key={name} name={name} value={value} />
        ))}
      </CardBody>
    </Card>
  );
}

interface RecordsProps {
  title: string;
  records: Readonly<Record<string, string>>;
  none: string;
}

function Records({ title, records, none }: RecordsProps) {
  const entries = orderParams(Object.keys(records)).map((key) => [key, records[key]] as const);
  return (
    <Card>
      <CardHeader title={title} aside={<Badge outline>{entries.length}</Badge>} />
      {entries.length === 0 ? <p className="px-3.5 py-4 text-muted">{none}</p> : null}
      {entries.length > 0 ? (
        <CardBody>
          <KeyValueList
            items={entries.map(([key, value]) => ({ key, term: <code>{key}</code>, value: value || '""' }))}
          />
        </CardBody>
      ) : null}
    </Card>
  );
}

const asTexts = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
