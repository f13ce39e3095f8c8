"use client";

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "@/trpc/client";

/** What the server read for the page first; undefined where it read nothing. */
function earliestReading(queries: QueryClient): number | undefined {
  const times = queries
    .getQueryCache()
    .getAll()
    .map(({ state }) => state.dataUpdatedAt)
    .filter((time) => time > 0);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Changes come in bursts while training; reading again twice a second is as live as a person can follow. */
const GATHER_MS = 500;

/**
 * Reads again what is on screen when something in the project changes. One subscription for the whole page, and one
 * reading at a time: a server slower than the changes come is not asked faster than it answers.
 */
export function useLiveProject(project: string): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const state = useRef({ changed: false, reading: false, gone: false });

  useEffect(() => {
    const current = state.current;
    current.gone = false;
    return () => void (current.gone = true);
  }, []);

  async function readAgain() {
    const current = state.current;
    current.changed = true;
    if (current.reading) return;
    current.reading = true;
    while (current.changed && !current.gone) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      current.changed = false;
      // Every query of these pages is the project's own and only those on screen are read again.
      await queries.invalidateQueries({ refetchType: "active" });
    }
    current.reading = false;
  }

  const [readAt] = useState(() => earliestReading(queries));
  const connections = useRef(0);
  useSubscription(
    trpc.live.changes.subscriptionOptions(
      { project, readAt },
      {
        onData: ({ noun }) =>
          void (noun === "presence"
            ? queries.invalidateQueries(trpc.live.present.queryFilter({ project }))
            : readAgain()),
        // What happened while the connection was lost is said to nobody.
        onStarted: () => void (connections.current++ > 0 && readAgain()),
        // Whoever is no member any more is shown what strangers see.
        onError: ({ data }) => void (data?.code === "NOT_FOUND" && router.refresh()),
      },
    ),
  );
}
