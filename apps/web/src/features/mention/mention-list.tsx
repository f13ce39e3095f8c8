"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import type { MentionRow } from "@pipepilot/domain/mention/schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { addressPart } from "@/features/link/address-part";
import { LoadMore } from "@/features/experiment/load-more";
import { forward } from "@/features/experiment/pages";
import { useTRPC } from "@/trpc/client";

interface MentionListProps {
  project: string;
  unread: number;
  /** One went where a mention leads to. */
  onFollow: () => void;
}

/** Where one was named, newest first. */
export function MentionList({ project, unread, onFollow }: MentionListProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useInfiniteQuery(trpc.mention.list.infiniteQueryOptions({ project }, forward));
  const markRead = useMutation(
    trpc.mention.markRead.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.mention.pathFilter()),
    }),
  );
  const mentions = list.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <div className="flex min-h-12 items-center gap-2 border-b border-line px-3.5 py-2">
        <h2 className="flex-1 font-semibold">Mentions</h2>
        <Button
          size="sm"
          variant="quiet"
          disabled={unread === 0}
          loading={markRead.isPending}
          onClick={() => markRead.mutate({ project })}
        >
          Mark all as read
        </Button>
      </div>
      {markRead.error ? (
        <Alert tone="error" className="m-2.5">
          {markRead.error.message}
        </Alert>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.error && !mentions ? (
          <Alert tone="error" className="m-2.5">
            {list.error.message}
          </Alert>
        ) : !mentions ? (
          <SkeletonLines lines={4} className="m-3.5" />
        ) : mentions.length === 0 ? (
          <p className="px-3.5 py-6 text-center text-muted">
            Nobody has named you yet. Comments that do appear here.
          </p>
        ) : (
          <ul>
            {mentions.map((mention) => (
              <li
                key={mention.commentId}
                className="relative flex items-start gap-2 border-b border-line px-3.5 py-2.5 last:border-0 hover:bg-sunken"
              >
                <Link
                  href={hrefOf(project, mention)}
                  className="min-w-0 flex-1 after:absolute after:inset-0"
                  onClick={() => {
                    if (!mention.readAt) markRead.mutate({ project, commentId: mention.commentId });
                    onFollow();
                  }}
                >
                  <span className={mention.readAt ? "" : "font-semibold"}>{mention.author.name}</span> on{" "}
                  <span className="break-words">{nameOf(mention)}</span>
                  {mention.readAt ? null : <span className="sr-only">, unread</span>}
                  <span className="mt-0.5 block text-sm break-words text-muted">{mention.excerpt}</span>
                  <RelativeTime value={mention.createdAt} className="text-sm text-faint" />
                </Link>
                {mention.readAt ? null : (
                  <span className="relative z-10">
                    <IconButton
                      label="Mark as read"
                      size="sm"
                      onClick={() => markRead.mutate({ project, commentId: mention.commentId })}
                    >
                      <Check />
                    </IconButton>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        <LoadMore list={list} noun="mentions" />
      </div>
    </>
  );
}

function nameOf({ run, version }: MentionRow): string {
  return run ? run.run : version ? `${version.model} v${version.number}` : "";
}

function hrefOf(project: string, { run, version, commentId }: MentionRow): string {
  const place = run
    ? `experiments/${addressPart(run.experiment)}/runs/${run.runId}`
    : `models/${encodeURIComponent(version?.model ?? "")}/versions/${version?.number}`;
  return `/${project}/${place}#comment-${commentId}`;
}
