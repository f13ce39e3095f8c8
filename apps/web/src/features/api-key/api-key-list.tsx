"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { ApiKeyRow } from "@pipepilot/domain/api-key/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card } from "@pipepilot/ui/card";
import { DataTable, type DataTableColumn } from "@pipepilot/ui/data-table";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { PageHeader } from "@pipepilot/ui/page-header";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { GuideLink } from "@/features/guide/guide-link";
import { useTRPC } from "@/trpc/client";
import { CreateKey } from "./create-key";
import { keyState, type KeyState } from "./key-state";
import { RevokeKey } from "./revoke-key";

const TONES = {
  active: "good",
  "expires soon": "warn",
  expired: "neutral",
  revoked: "neutral",
} as const satisfies Record<KeyState, unknown>;

/** The project's machine credentials; a key's text is seen once, when it is made. */
export function ApiKeyList({ project }: { project: string }) {
  const trpc = useTRPC();
  // The moment of the answer is what keys are judged by: the same on the server and here, and renewed with it.
  const { data: keys, dataUpdatedAt } = useSuspenseQuery(trpc.apiKey.list.queryOptions({ project }));
  const columns: DataTableColumn<ApiKeyRow>[] = [
    {
      id: "name",
      header: "Name",
      sortBy: ({ name }) => name,
      cell: ({ name, createdBy }) => (
        <span className="flex flex-col">
          <span className="font-medium">{name}</span>
          <span className="text-sm text-muted">by {createdBy.name}</span>
        </span>
      ),
    },
    { id: "prefix", header: "Key", cell: ({ prefix }) => <code>{prefix}…</code> },
    {
      id: "state",
      header: "State",
      cell: (key) => {
        const state = keyState(key, dataUpdatedAt);
        return <Badge tone={TONES[state]}>{state}</Badge>;
      },
    },
    {
      id: "scopes",
      header: "Scopes",
      cell: ({ scopes }) => (
        <span className="inline-flex gap-1">
          {scopes.map((scope) => (
            <Badge key={scope} outline>
              {scope}
            </Badge>
          ))}
        </span>
      ),
    },
    { id: "model", header: "Default model", cell: ({ defaultModel }) => defaultModel ?? "–" },
    {
      id: "created",
      header: "Created",
      sortBy: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      id: "used",
      header: "Last used",
      sortBy: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "never"),
    },
    {
      id: "expires",
      header: "Expires",
      sortBy: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => (expiresAt ? <RelativeTime value={expiresAt} /> : "never"),
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      className: "text-right",
      cell: (key) => (key.revokedAt ? null : <RevokeKey project={project} apiKey={key} />),
    },
  ];
  return (
    <>
      <PageHeader
        title="API keys"
        sub="How applications and notebooks reach this project"
        actions={<CreateKey project={project} />}
      />
      <Card>
        <DataTable
          caption="API keys"
          columns={columns}
          rows={keys}
          rowId={({ id }) => id}
          rowLabel={({ name }) => name}
          empty={
            <EmptyState icon={<KeyRound />} title="No API key yet">
              An application needs one to ask for predictions. It is shown once, scoped, and can be revoked at
              any time.{" "}
              <GuideLink project={project} to="keys#api-keys">
                What each scope may do
              </GuideLink>
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}
