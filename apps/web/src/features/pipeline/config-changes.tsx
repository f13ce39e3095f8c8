"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PipelineDetail } from "@pipepilot/domain/pipeline/schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { ConfigDiff } from "./config-diff";

interface ConfigChangesProps {
  project: string;
  pipeline: PipelineDetail;
  /** What stands in the editor. */
  text: string;
  edited: boolean;
}

/** What differs from an earlier config: while editing from the latest, else from the one before it. */
export function ConfigChanges({ project, pipeline, text, edited }: ConfigChangesProps) {
  const trpc = useTRPC();
  const { config, configs } = pipeline;
  const [chosen, setChosen] = useState<number | null>(null);
  const choices = configs.filter(({ number }) => edited || number !== config.number);
  const base = choices.find(({ number }) => number === chosen) ?? choices[0];
  const number = base?.number ?? config.number;
  const earlier = useQuery({
    ...trpc.pipeline.getConfig.queryOptions({ project, pipeline: pipeline.name, number }),
    enabled: number !== config.number,
    // A saved config never changes.
    staleTime: Infinity,
  });
  const before = number === config.number ? config.yaml : earlier.data?.yaml;
  return (
    <Card className="overflow-hidden">
      <CardHeader
        title={edited ? "Your changes" : "What changed"}
        actions={
          base ? (
            <NativeSelect
              size="sm"
              aria-label="Compared with"
              value={number}
              onChange={({ target }) => setChosen(Number(target.value))}
            >
              {choices.map((each) => (
                <option key={each.number} value={each.number}>
                  since config {each.number}
                  {each.number === config.number ? " (latest)" : ""}
                </option>
              ))}
            </NativeSelect>
          ) : null
        }
      />
      {!base ? (
        <CardBody className="text-muted">This is the first config. Changes to it will show here.</CardBody>
      ) : before === undefined ? (
        <CardBody aria-busy>{earlier.error ? earlier.error.message : <SkeletonLines lines={4} />}</CardBody>
      ) : (
        <ConfigDiff before={before} after={text} />
      )}
    </Card>
  );
}
