"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/trpc/client";

/** Changes come in bursts while training; reading again twice a second is as live as a person can follow. */
const GATHER_MS = 500;

/** Reads again what is on screen when something in the project changes. One subscription for the whole page. */
export function useLiveProject(project: string): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);

  useSubscription(
    trpc.live.changes.subscriptionOptions(
      { project },
      {
        onData() {
          timer.current ??= setTimeout(() => {
            timer.current = null;
            // Every query of these pages is the project's own and only those on screen are read again.
            void queries.invalidateQueries({ refetchType: "active" });
          }, GATHER_MS);
        },
      },
    ),
  );
}
