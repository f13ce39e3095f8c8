"use client";

import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useSyncExternalStore, useTransition } from "react";
import type { EventKind } from "@pipepilot/domain/event/kinds";
import { Button } from "@pipepilot/ui/button";
import { Card } from "@pipepilot/ui/card";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { Field } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { PageHeader } from "@pipepilot/ui/page-header";
import { LoadMore } from "@/features/experiment/load-more";
import { forward } from "@/features/experiment/pages";
import { useTRPC } from "@/trpc/client";
import { activityHref, activityInput, parseActivityAddress, type ActivityAddress } from "./activity-address";
import { byDay } from "./days";
import { EventItem } from "./event-item";

const KINDS: Record<EventKind, string> = {
  data: "Data",
  pipelines: "Pipelines",
  runs: "Experiments and runs",
  models: "Models",
  comments: "Comments",
  people: "Project and members",
  keys: "API keys",
};

const never = () => () => {};

/** All that happened in the project, newest first; the filters are in the address. */
export function ActivityPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const address = parseActivityAddress(useSearchParams());
  const [loading, startLoading] = useTransition();
  const list = useSuspenseInfiniteQuery(
    trpc.event.list.infiniteQueryOptions(activityInput(project, address), forward),
  );
  const { data: members } = useSuspenseQuery(trpc.member.list.queryOptions({ project }));
  // The server does not know where the reader is.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const events = list.data.pages.flatMap(({ items }) => items);
  const days = byDay(events, list.dataUpdatedAt, inBrowser ? undefined : "UTC");
  const { person, kind } = address;
  const isFiltered = person !== null || kind !== null;
  const go = (changes: Partial<ActivityAddress>) =>
    startLoading(() => router.replace(activityHref(project, { ...address, ...changes }), { scroll: false }));
  const all = (
    <Button size="sm" onClick={() => go({ person: null, kind: null })}>
      Show everything
    </Button>
  );
  return (
    <>
      <PageHeader title="Activity" sub="What happened in this project, newest first" />
      <div className="mb-3.5 flex flex-wrap items-end gap-3">
        <Field label="Person" className="w-56 max-w-full">
          <NativeSelect value={person ?? ""} onChange={({ target }) => go({ person: target.value || null })}>
            <option value="">everyone</option>
            {person !== null && !members.some(({ userId }) => userId === person) ? (
              <option value={person}>{events[0]?.actor.name ?? "somebody who is no member"}</option>
            ) : null}
            {members.map(({ userId, name, email }) => (
              <option key={userId} value={userId}>
                {members.filter((each) => each.name === name).length > 1 ? `${name} (${email})` : name}
              </option>
            ))}
          </NativeSelect>
        </Field>
        <Field label="Kind" className="w-56 max-w-full">
          <NativeSelect
            value={kind ?? ""}
            onChange={({ target }) => go({ kind: (target.value || null) as EventKind | null })}
          >
            <option value="">everything</option>
            {Object.entries(KINDS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        </Field>
        {isFiltered && events.length > 0 ? <div className="pb-0.5">{all}</div> : null}
      </div>
      <Card aria-busy={loading} className={loading ? "opacity-60 transition-opacity" : undefined}>
        {days.length === 0 ? (
          <EmptyState
            icon={<History />}
            title={isFiltered ? "Nothing of the kind happened" : "Nothing has happened yet"}
            action={isFiltered ? all : undefined}
          >
            {isFiltered ? null : "Data, pipelines, runs, models and people leave their lines here."}
          </EmptyState>
        ) : (
          days.map(({ title, items }) => (
            <section key={title} aria-label={title}>
              <h2
                suppressHydrationWarning
                className="border-y border-line bg-sunken px-3.5 py-1.5 text-sm font-semibold first:border-t-0"
              >
                {title}
              </h2>
              <ol className="px-3.5">
                {items.map((event) => (
                  <EventItem key={event.id} event={event} base={`/${project}`} />
                ))}
              </ol>
            </section>
          ))
        )}
        <LoadMore list={list} noun="events" />
      </Card>
    </>
  );
}
