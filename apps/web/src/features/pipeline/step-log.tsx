"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { StepRunView } from "@pipepilot/domain/pipeline/schema";
import { useTRPC } from "@/trpc/client";

interface StepLogViewProps {
  project: string;
  pipeline: string;
  number: number;
  step: StepRunView;
}

/** What the server gives at once; a longer log comes in several pieces. */
const LINES = 1_000;
/** Nearer to the end than this counts as being there. */
const NEAR_END_PX = 24;

const COLOURS = { info: "", warn: "text-warn", error: "text-bad" } as const;

/** A step's log, which follows its own end until one scrolls up. */
export function StepLogView({ project, pipeline, number, step }: StepLogViewProps) {
  const trpc = useTRPC();
  const log = useInfiniteQuery(
    trpc.pipeline.stepLog.infiniteQueryOptions(
      { project, pipeline, number, step: step.key, limit: LINES },
      { getNextPageParam: ({ lines, cursor }) => (lines.length === LINES ? cursor : null) },
    ),
  );
  const { hasNextPage, isFetching, fetchNextPage } = log;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  const lines = log.data?.pages.flatMap((page) => page.lines) ?? [];
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    const { current } = scroller;
    if (following && current) current.scrollTop = current.scrollHeight;
  }, [following, lines.length]);

  const path = [project, "pipelines", pipeline, "runs", number, "steps", step.key].map((part) =>
    encodeURIComponent(part),
  );
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-sunken">
      <div className="flex items-center gap-2 border-b border-line px-3.5 py-1.5 text-sm">
        <h4 className="font-medium text-muted">Log</h4>
        <a
          href={`/api/projects/${path.join("/")}/log`}
          download
          className="ml-auto inline-flex items-center gap-1.5 rounded-sm text-muted hover:text-text hover:underline"
        >
          <Download aria-hidden="true" className="size-3.5" />
          Download
        </a>
      </div>
      <div
        ref={scroller}
        role="log"
        aria-label={`Log of ${step.title}`}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
        className="max-h-72 min-h-20 overflow-auto px-3.5 py-2.5 font-mono text-xs leading-[1.65] focus-visible:outline-offset-[-2px]"
      >
        {log.error ? <p className="text-bad">{log.error.message}</p> : null}
        {lines.map(({ id, at, level, message }) => (
          <p key={id} className={`flex gap-3 ${COLOURS[level]}`}>
            <time dateTime={at.toISOString()} title={at.toISOString()} className="shrink-0 text-faint">
              {at.toLocaleTimeString("en-GB")}
            </time>
            <span className="min-w-0 break-words">
              {level === "info" ? null : <span className="sr-only">{level}: </span>}
              {message}
            </span>
          </p>
        ))}
        {log.data && lines.length === 0 ? (
          <p className="text-faint">
            {step.status === "pending" ? "It has not begun." : "Nothing was written."}
          </p>
        ) : null}
      </div>
    </div>
  );
}
