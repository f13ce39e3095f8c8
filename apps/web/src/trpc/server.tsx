import "server-only";
import {
  defaultShouldDehydrateQuery,
  dehydrate,
  HydrationBoundary,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
  type InfiniteData,
  type QueryKey,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { TRPCError } from "@trpc/server";
import { notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import { appRouter } from "@/server/routers";
import { createContext } from "@/server/trpc";
import { makeQueryClient } from "./query-client";

export const getQueryClient = cache(makeQueryClient);

/** Server pages read through the same procedures as the browser, without HTTP. */
export const trpc = createTRPCOptionsProxy({
  ctx: createContext,
  router: appRouter,
  queryClient: getQueryClient,
});

/** Reads before rendering, so the page arrives with its data. What is not there is a 404; a lost session is the sign-in page. */
export function load<Data, Failure, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Data, Key>,
): Promise<Data> {
  return orElsewhere(() => getQueryClient().fetchQuery(options));
}

/** The first page of a list that the browser goes on reading. */
export function loadPages<Data, Failure, Key extends QueryKey, PageParam>(
  options: FetchInfiniteQueryOptions<Data, Failure, Data, Key, PageParam>,
): Promise<InfiniteData<Data, PageParam>> {
  return orElsewhere(() => getQueryClient().fetchInfiniteQuery(options));
}

/** Begins to read what the page shows later: the rest of it is not kept waiting, and this follows in the same answer. */
export function begin<Data, Failure, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Data, Key>,
): void {
  void getQueryClient().prefetchQuery(options);
}

/** The same of the first page of a list. */
export function beginPages<Data, Failure, Key extends QueryKey, PageParam>(
  options: FetchInfiniteQueryOptions<Data, Failure, Data, Key, PageParam>,
): void {
  void getQueryClient().prefetchInfiniteQuery(options);
}

/** What a page reads is named by its address; a name that nothing can have is of nothing. */
const NOWHERE: ReadonlySet<string> = new Set(["NOT_FOUND", "BAD_REQUEST"]);

async function orElsewhere<Data>(read: () => Promise<Data>): Promise<Data> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TRPCError && NOWHERE.has(error.code)) notFound();
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") redirect("/sign-in");
    throw error;
  }
}

/** What layouts of this request hand over, which the pages in them need not hand over again. */
const handedOver = cache(() => new Set<string>());

/**
 * Hands what `load` read to the client components below. A layout names the routers whose answers are its own: without,
 * it would hand over the page's too, and the page a second time.
 */
export function Hydrate({ routers, children }: { routers?: readonly string[]; children: ReactNode }) {
  const client = getQueryClient();
  const isReady = client.getDefaultOptions().dehydrate?.shouldDehydrateQuery ?? defaultShouldDehydrateQuery;
  const handed = handedOver();
  const own: string[] = [];
  const state = dehydrate(client, {
    shouldDehydrateQuery(query) {
      if (!isReady(query)) return false;
      if (!routers) return !handed.has(query.queryHash);
      const isOwn = routers.includes((query.queryKey as string[][])[0][0]);
      // Of what is still being read the page may need more than the promise.
      if (isOwn && query.state.status === "success") own.push(query.queryHash);
      return isOwn;
    },
  });
  own.forEach((hash) => handed.add(hash));
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
