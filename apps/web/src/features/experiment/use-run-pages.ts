import { useQueries, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ShownKeys } from "@pipepilot/domain/run/table-schema";
import type { RunSummary } from "@pipepilot/domain/run/schema";
import { useTRPC } from "@/trpc/client";
import { runsInput, runsOrder, runsScope, RUNS_PER_PAGE } from "./runs-input";
import type { RunsAddress } from "./runs-view";

/** The marks of a long table are made from all of its runs: while runs come in, no oftener than this. */
const OUTLINE_EVERY_MS = 5_000;

export interface RunPages {
  /** How many runs there are; of a long table more than the first page is known only after a moment. */
  total: number;
  /** `total` is all that is known yet. */
  counting: boolean;
  /** There are more than the table reaches. */
  capped: boolean;
  /** Undefined: not read yet. */
  rowAt: (index: number) => RunSummary | undefined;
  onWindow: (first: number, last: number) => void;
  error: { message: string } | null;
}

/**
 * The runs of a table of any length: the first page comes with the page itself, the others are read where one scrolls to. Each begins
 * behind a mark in the order, so that the hundred-thousandth run is as near as the second hundred.
 */
export function useRunPages(
  project: string,
  experiment: string,
  address: RunsAddress,
  keys: ShownKeys,
): RunPages {
  const trpc = useTRPC();
  const input = runsInput(project, experiment, address, keys);
  const first = useSuspenseQuery(trpc.run.list.queryOptions(input));
  const long = first.data.nextCursor !== null;
  const outline = useQuery({
    ...trpc.run.outline.queryOptions({
      ...runsScope(project, experiment, address),
      ...runsOrder(address),
      step: RUNS_PER_PAGE,
    }),
    enabled: long,
    // Every change in the project would ask for it again.
    staleTime: "static",
  });
  useOutlineAsNew(long, first.dataUpdatedAt, outline);

  const [wanted, setWanted] = useState<[number, number]>([0, 0]);
  const cursors = outline.data?.cursors ?? (first.data.nextCursor === null ? [] : [first.data.nextCursor]);
  const pages = pagesOf(wanted, cursors.length);
  const read = useQueries({
    queries: pages.map((page) => trpc.run.list.queryOptions({ ...input, cursor: cursors[page - 1] })),
  });

  // What was on screen stays there while its page, behind a new mark, is read again.
  const known = useRef({ of: "", pages: new Map<number, RunSummary[]>() });
  const of = JSON.stringify([input]);
  if (known.current.of !== of) known.current = { of, pages: new Map() };
  known.current.pages.set(0, first.data.items);
  for (const [index, page] of pages.entries()) {
    const items = read[index].data?.items;
    if (items) known.current.pages.set(page, items);
  }

  const loaded = known.current.pages;
  const firstCount = first.data.items.length;
  const total = long ? (outline.data?.total ?? firstCount) : firstCount;
  return {
    total,
    counting: long && outline.data === undefined && !outline.isError,
    capped: outline.data?.capped ?? false,
    rowAt: (index) => loaded.get(Math.floor(index / RUNS_PER_PAGE))?.[index % RUNS_PER_PAGE],
    onWindow: useCallback(
      (from: number, to: number) => setWanted((now) => (now[0] === from && now[1] === to ? now : [from, to])),
      [],
    ),
    error: outline.error ?? read.find((query) => query.error)?.error ?? null,
  };
}

/** The pages, besides the first, that hold these rows. */
function pagesOf([first, last]: [number, number], beginning: number): number[] {
  const from = Math.max(1, Math.floor(first / RUNS_PER_PAGE));
  const to = Math.min(beginning, Math.floor(last / RUNS_PER_PAGE));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

interface Outline {
  dataUpdatedAt: number;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Asks for the marks again where the first page was read again after them: that is when something changed. */
function useOutlineAsNew(enabled: boolean, readAt: number, { dataUpdatedAt, isFetching, refetch }: Outline) {
  useEffect(() => {
    if (!enabled || isFetching || dataUpdatedAt === 0 || readAt <= dataUpdatedAt) return;
    const wait = Math.max(0, dataUpdatedAt + OUTLINE_EVERY_MS - Date.now());
    const timer = setTimeout(() => void refetch(), wait);
    return () => clearTimeout(timer);
  }, [enabled, readAt, dataUpdatedAt, isFetching, refetch]);
}
