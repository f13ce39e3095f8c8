"use client";

import { isServer, QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useState, type ReactNode } from "react";
import type { AppRouter } from "@/server/routers";
import { makeQueryClient } from "./query-client";
import { transformer } from "./transformer";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** Characters of an address that every server and proxy takes. */
const MOST_ADDRESS = 4_000;

/** Whether a question, such as one that names 500 runs, is too long for an address; it is posted then. */
const isLong = (input: unknown) => encodeURIComponent(JSON.stringify(input) ?? "").length > MOST_ADDRESS / 2;

let browserClient: QueryClient | undefined;

function queryClient(): QueryClient {
  if (isServer) return makeQueryClient();
  return (browserClient ??= makeQueryClient());
}

export function Providers({ children }: { children: ReactNode }) {
  const client = queryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: "/api/trpc", transformer }),
          false: splitLink({
            condition: ({ type, input }) => type === "query" && isLong(input),
            true: httpLink({ url: "/api/trpc", transformer, methodOverride: "POST" }),
            false: httpBatchLink({ url: "/api/trpc", transformer, maxURLLength: MOST_ADDRESS }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
