"use client";

import { Card, CardHeader } from "@pipepilot/ui/card";
import { LinkButton } from "@pipepilot/ui/link-button";
import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { EventItem } from "./event-item";

const SHOWN = 6;

/** What happened lately, newest first, and the way to all of it. */
export function Activity({ events, base }: { events: Overview["recentEvents"]; base: string }) {
  return (
    <Card>
      <CardHeader
        title="Activity"
        actions={
          events.length > 0 ? (
            <LinkButton size="sm" variant="quiet" href={`${base}/activity`}>
              Show all
            </LinkButton>
          ) : null
        }
      />
      {events.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">What happens in the project appears here.</p>
      ) : null}
      <ol className="px-3.5 pb-1">
        {events.slice(0, SHOWN).map((event) => (
          <EventItem key={event.id} event={event} base={base} />
        ))}
      </ol>
    </Card>
  );
}
