"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { CodeBlock } from "@pipepilot/ui/code-block";
import { formatDuration } from "@pipepilot/ui/format";
import { LinkButton } from "@pipepilot/ui/link-button";
import { curlExample } from "@/features/serving/curl-example";
import { useTRPC } from "@/trpc/client";

interface AskCardProps {
  project: string;
  model: string;
  number: number;
}

/** The call an application makes, and the answer the running service gives to it. */
export function AskCard({ project, model, number }: AskCardProps) {
  const trpc = useTRPC();
  const { data: address } = useSuspenseQuery(trpc.serving.address.queryOptions());
  const { data: example } = useSuspenseQuery(
    trpc.model.inputExample.queryOptions({ project, model, number }),
  );
  const { data: models } = useSuspenseQuery(trpc.model.list.queryOptions({ project }));
  const ask = useMutation(trpc.serving.ask.mutationOptions());
  const isOnly = models.items.filter(({ production }) => production).length === 1;
  if (!example) return null;
  const code = curlExample({ url: address.url, model: isOnly ? null : model, row: example });
  return (
    <Card>
      <CardHeader
        title="Ask the live model"
        aside={<Badge tone="good">v{number}</Badge>}
        actions={
          <>
            <LinkButton
              href={`/${project}/serving?model=${encodeURIComponent(model)}`}
              size="sm"
              variant="quiet"
            >
              Other values
            </LinkButton>
            <Button
              size="sm"
              loading={ask.isPending}
              onClick={() => ask.mutate({ project, model, row: example })}
            >
              Ask
            </Button>
          </>
        }
      />
      <div className="rounded-b-lg bg-sunken">
        <CodeBlock code={code} title="curl" label="How an application asks" flush />
        <output aria-live="polite" className="num block font-mono text-xs">
          {ask.data ? (
            <span className="flex flex-wrap gap-x-4 border-t border-line px-3.5 py-3">
              <span>{JSON.stringify({ predictions: [ask.data.prediction] })}</span>
              <span className="text-muted">
                version {ask.data.version} · {formatDuration(ask.data.roundTripMs)}
              </span>
            </span>
          ) : null}
        </output>
      </div>
      {ask.error ? (
        <Alert tone="error" className="m-3.5">
          {ask.error.message}
        </Alert>
      ) : null}
    </Card>
  );
}
