"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PipelineDetail } from "@pipepilot/domain/pipeline/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import { useToast } from "@pipepilot/ui/toast";
import { GuideLink } from "@/features/guide/guide-link";
import { useTRPC } from "@/trpc/client";
import { ConfigChanges } from "./config-changes";
import { ConfigEditor } from "./config-editor";
import { problemsOf } from "./config-problem";
import { ConfigProblemsAlert } from "./config-problems-alert";
import { useConfigProblems } from "./use-config-problems";

interface ConfigCardProps {
  project: string;
  pipeline: PipelineDetail;
  mayEdit: boolean;
}

/** The latest config, to read and to change; every saved text gets the next number and is kept. */
export function ConfigCard({ project, pipeline, mayEdit }: ConfigCardProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const confirm = useToast();
  const { config } = pipeline;
  /** Null while nothing is edited, so that a config saved elsewhere shows. */
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? config.yaml;
  const edited = draft !== null && draft !== config.yaml;
  const found = useConfigProblems(text);
  const save = useMutation(
    trpc.pipeline.saveConfig.mutationOptions({
      async onSuccess({ number, saved }) {
        await queries.invalidateQueries({ queryKey: trpc.pipeline.pathKey() });
        setDraft(null);
        confirm({
          // Not from `config`: the page hears of its own change, often before this answer is here.
          title: saved ? `Saved as config ${number}` : `Config ${number} says this already`,
          description: saved ? "The next run takes it." : undefined,
        });
      },
    }),
  );
  const refused = problemsOf(save.error);
  const problems = found.length > 0 ? found : refused;

  function change(next: string) {
    setDraft(next);
    if (save.error) save.reset();
  }

  return (
    <div className="grid items-start gap-[18px] xl:grid-cols-2">
      <Card className="overflow-hidden">
        <CardHeader
          title={`Config ${config.number}`}
          aside={
            <>
              {edited ? <Badge tone="warn">Not saved</Badge> : null}
              <ShortId id={config.hash} kind="hash" />
            </>
          }
          actions={
            edited ? (
              <>
                <Button size="sm" variant="quiet" onClick={() => change(config.yaml)}>
                  Discard
                </Button>
                <Button
                  size="sm"
                  variant="primary"
                  loading={save.isPending}
                  disabled={problems.length > 0}
                  onClick={() => save.mutate({ project, pipeline: pipeline.name, yaml: text })}
                >
                  Save as config {(pipeline.configs[0]?.number ?? config.number) + 1}
                </Button>
              </>
            ) : (
              <span className="text-sm text-muted">
                <RelativeTime value={config.createdAt} /> by {config.createdBy}
              </span>
            )
          }
        />
        {problems.length > 0 || (save.error && refused.length === 0) ? (
          <CardBody className="flex flex-col gap-2.5 border-b border-line">
            <ConfigProblemsAlert problems={problems} />
            {save.error && refused.length === 0 ? (
              <Alert tone="error" title="The config was not saved">
                {save.error.message}
              </Alert>
            ) : null}
          </CardBody>
        ) : null}
        <ConfigEditor
          label={`Config of ${pipeline.name} (YAML)`}
          value={text}
          onChange={change}
          problems={problems}
          readOnly={!mayEdit}
        />
        <CardBody className="border-t border-line text-sm text-muted">
          <GuideLink project={project} to="config-reference">
            Every key of a config
          </GuideLink>
        </CardBody>
      </Card>
      <ConfigChanges project={project} pipeline={pipeline} text={text} edited={edited} />
    </div>
  );
}
