"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { RunLineage } from "@pipepilot/domain/run/lineage-schema";
import type { RunDetail, RunStatusName } from "@pipepilot/domain/run/schema";
import { Alert } from "@pipepilot/ui/alert";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { Tabs } from "@pipepilot/ui/tabs";
import { formatMetric } from "@/features/metric/metric-format";
import { MetricName } from "@/features/metric/metric-name";
import { useMay } from "@/features/project/use-may";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { addressPart } from "@/features/link/address-part";
import type { NamedRoot } from "./artifacts/root";
import { RunArtifacts } from "./artifacts/run-artifacts";
import { BestMark } from "./best-mark";
import { RunCharts } from "./charts/run-charts";
import { RegisterRun } from "./register-run";
import { ReproduceButton } from "./reproduction/reproduce-button";
import { RunMenu, TrashedRun } from "./run-menu";
import { RunOverview } from "./run-overview";
import { RunStatus } from "./run-status";
import { parseRunTab } from "./run-tab";

interface RunPageProps {
  project: string;
  experiment: string;
  runId: string;
}

/** Whoever was ended before its end did not fail. */
const ENDED: Partial<Record<RunStatusName, string>> = { KILLED: "This run was ended early" };

/** One tracked training, of a pipeline or logged by a client; live while it trains. */
export function RunPage({ project, experiment, runId }: RunPageProps) {
  const trpc = useTRPC();
  const { data: run } = useSuspenseQuery(trpc.run.get.queryOptions({ project, runId }));
  const { data: summary } = useSuspenseQuery(trpc.experiment.get.queryOptions({ project, name: experiment }));
  const { data: lineage } = useSuspenseQuery(trpc.run.lineage.queryOptions({ project, runId }));
  const mayRun = useMay(project, "pipeline:run");
  const mayRegister = useMay(project, "model:write");
  const mayWrite = useMay(project, "run:write");
  const [query, change] = useAddress();
  const base = `/${project}/experiments/${addressPart(experiment)}`;
  const best = summary.best && summary.best.runId !== runId ? summary.best : null;
  return (
    <>
      <PageHeader
        title={run.name}
        badges={<RunStatus status={run.status} />}
        sub={<PrimaryMetric run={run} />}
        breadcrumbs={[
          { label: "Experiments", href: `/${project}/experiments` },
          { label: experiment, href: base },
        ]}
        actions={
          <>
            {best ? (
              <LinkButton href={`${base}/compare?runs=${runId},${best.runId}`}>
                Compare with the best
              </LinkButton>
            ) : null}
            {mayRun && run.deletedAt === null ? <ReproduceButton project={project} run={run} /> : null}
            {mayRegister && run.deletedAt === null ? <RegisterRun {...{ project, run, lineage }} /> : null}
            {mayWrite && run.deletedAt === null ? <RunMenu project={project} run={run} /> : null}
          </>
        }
      />
      {run.deletedAt ? <TrashedRun project={project} run={run} mayRestore={mayWrite} /> : null}
      {run.error ? (
        <Alert
          tone={run.status === "KILLED" ? "warn" : "error"}
          title={ENDED[run.status] ?? "This run failed"}
          className="mb-[18px]"
        >
          {run.error.message}
        </Alert>
      ) : null}
      <Tabs
        label="Parts of the run"
        value={parseRunTab(query.get("tab"))}
        onValueChange={(tab) => change({ tab: tab === "overview" ? null : tab })}
        items={[
          { value: "overview", label: "Overview", content: <RunOverview {...{ project, run, lineage }} /> },
          { value: "charts", label: "Charts", content: <RunCharts project={project} run={run} /> },
          {
            value: "artifacts",
            label: "Artifacts",
            content: <RunArtifacts project={project} runId={runId} roots={rootsOf(runId, lineage)} />,
          },
        ]}
      />
    </>
  );
}

/** The run's own files, then those of each model it logged, once. */
function rootsOf(runId: string, { modelOutputs }: RunLineage): NamedRoot[] {
  const models = new Map(modelOutputs.map((model) => [model.id, model.name]));
  return [
    { label: "This run", root: { runId } },
    ...[...models].map(([modelId, name]) => ({ label: `Model ${name}`, root: { modelId } })),
  ];
}

function PrimaryMetric({ run }: { run: RunDetail }) {
  const { primaryMetric } = run.experiment;
  if (primaryMetric === null || run.primaryValue === null) return null;
  return (
    <span className="inline-flex items-center gap-1.5">
      {run.isBest ? <BestMark label="best run" /> : null}
      <MetricName metric={primaryMetric} /> {formatMetric(primaryMetric, run.primaryValue)}
    </span>
  );
}
