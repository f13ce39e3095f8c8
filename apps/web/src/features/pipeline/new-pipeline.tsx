"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { LinkButton } from "@pipepilot/ui/link-button";
import { PageHeader } from "@pipepilot/ui/page-header";
import { GuideLink } from "@/features/guide/guide-link";
import { onlyOnce } from "@/features/shell/only-once";
import { useTRPC } from "@/trpc/client";
import { ConfigEditor } from "./config-editor";
import { problemsOf } from "./config-problem";
import { ConfigProblemsAlert } from "./config-problems-alert";
import { firstConfig } from "./first-config";
import { NewPipelineForm } from "./new-pipeline-form";
import type { FamilyForm } from "./param-fields";
import { pipelineHref, pipelineRunHref, pipelinesHref } from "./pipeline-href";
import { suggestPipelineName } from "./suggest-name";
import { targetView } from "./target-task";
import { useConfigProblems } from "./use-config-problems";

interface NewPipelineProps {
  project: string;
  dataset: string;
  /** The latest version that passed its check. */
  number: number;
  families: readonly FamilyForm[];
}

/** A form and the YAML it makes, side by side: the same config, changed at either side. */
export function NewPipeline({ project, dataset, number, families }: NewPipelineProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const { data: version } = useSuspenseQuery(
    trpc.dataset.getVersion.queryOptions({ project, dataset, number }),
  );
  const { data: pipelines } = useSuspenseQuery(trpc.pipeline.list.queryOptions({ project }));
  const targets = useMemo(
    () =>
      version.columns.map((column) =>
        targetView(
          column,
          version.profile.find(({ name }) => name === column.name),
          version.rowCount,
        ),
      ),
    [version],
  );
  const columns = useMemo(() => targets.map(({ name }) => name), [targets]);
  const [name, setName] = useState(() =>
    suggestPipelineName(
      dataset,
      pipelines.map((each) => each.name),
    ),
  );
  const [text, setText] = useState(() =>
    firstConfig({
      version,
      targets,
      families,
      knownTarget: pipelines.find((each) => each.dataset.name === dataset)?.target,
    }),
  );
  const found = useConfigProblems(text, columns);

  const start = useMutation(trpc.pipeline.startRun.mutationOptions());
  const create = useMutation(trpc.pipeline.create.mutationOptions());
  const refused = problemsOf(create.error);
  const nameError = create.error?.data?.domain?.code === "already_exists" ? create.error.message : undefined;
  const problems = found.length > 0 ? found : refused;
  const busy = create.isPending || start.isPending || start.isSuccess;
  const [once] = useState(onlyOnce);

  function change(next: string) {
    setText(next);
    if (create.error) create.reset();
  }

  async function createAndRun() {
    const made = create.data ?? (await create.mutateAsync({ project, name, dataset, yaml: text }));
    await queries.invalidateQueries({ queryKey: trpc.pipeline.pathKey() });
    const run = await start.mutateAsync({ project, pipeline: made.name });
    router.push(pipelineRunHref(project, made.name, run.number));
  }

  return (
    <>
      <PageHeader
        title="New pipeline"
        breadcrumbs={[{ label: "Pipelines", href: pipelinesHref(project) }]}
        actions={
          <Button
            variant="primary"
            loading={busy}
            disabled={problems.length > 0 || name.trim() === ""}
            // The mutations keep their own errors; they are shown below.
            onClick={() => once(createAndRun)}
          >
            Create and run
          </Button>
        }
      />
      <ConfigProblemsAlert problems={problems} className="mb-[18px]" />
      {create.error && refused.length === 0 && !nameError ? (
        <Alert tone="error" title="The pipeline was not created" className="mb-[18px]">
          {create.error.message}
        </Alert>
      ) : null}
      {create.data && start.error ? (
        <Alert
          tone="error"
          title={`${create.data.name} is created, but its first run could not start`}
          action={<LinkButton href={pipelineHref(project, create.data.name)}>Open the pipeline</LinkButton>}
          className="mb-[18px]"
        >
          {start.error.message}
        </Alert>
      ) : null}
      <div className="grid items-start gap-[18px] xl:grid-cols-2">
        <NewPipelineForm
          {...{ project, version, targets, families, name, nameError, text, problems }}
          onName={(next) => {
            setName(next);
            if (create.error) create.reset();
          }}
          onText={change}
        />
        <Card className="overflow-hidden xl:sticky xl:top-[18px]">
          <CardHeader title="Config" aside={<span className="text-muted">edit either side</span>} />
          <ConfigEditor label="Pipeline config (YAML)" value={text} onChange={change} problems={problems} />
          <CardBody className="border-t border-line text-sm text-muted">
            What is not written here has its default: 20% of the rows are kept aside as test rows, medians
            stand in for missing numbers, categories become one-hot features.{" "}
            <GuideLink project={project} to="config-reference">
              Every key of a config
            </GuideLink>
          </CardBody>
        </Card>
      </div>
    </>
  );
}
