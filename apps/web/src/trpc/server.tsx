import "server-only";
import {
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

/** Hands what `load` read to the client components below. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
