"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Dialog } from "@pipepilot/ui/dialog";
import { Markdown } from "@pipepilot/ui/markdown";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { LoadMore } from "@/features/experiment/load-more";
import { useTRPC } from "@/trpc/client";

interface NoteHistoryProps {
  project: string;
  runId: string;
}

/** Every version of a note, with who wrote it and when. */
export function NoteHistory(props: NoteHistoryProps) {
  return (
    <Dialog
      title="History of the note"
      size="lg"
      trigger={
        <Button size="sm" variant="quiet">
          History
        </Button>
      }
    >
      <Versions {...props} />
    </Dialog>
  );
}

function Versions({ project, runId }: NoteHistoryProps) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.run.listNotes.infiniteQueryOptions(
      { project, runId },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  if (list.error && !list.data) return <Alert tone="error">{list.error.message}</Alert>;
  if (!list.data) return <SkeletonLines lines={5} />;
  return (
    <>
      <ol className="flex flex-col gap-3">
        {list.data.pages
          .flatMap(({ items }) => items)
          .map(({ number, text, author, createdAt }) => (
            <li key={number} className="rounded-lg border border-line">
              <p className="border-b border-line px-3.5 py-2 text-sm text-muted">
                <span className="font-medium text-text">Version {number}</span> by{" "}
                {author?.name ?? "an MLflow client"}, <RelativeTime value={createdAt} />
              </p>
              <div className="px-3.5 py-2.5">
                {text ? <Markdown source={text} /> : <p className="text-muted">The note was removed.</p>}
              </div>
            </li>
          ))}
      </ol>
      <LoadMore list={list} noun="versions" />
    </>
  );
}
