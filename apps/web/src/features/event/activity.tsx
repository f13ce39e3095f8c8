"use client";

import { useState } from "react";
import { Button } from "@pipepilot/ui/button";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StatusDot } from "@pipepilot/ui/status-dot";
import type { Overview } from "@pipepilot/domain/project/overview-schema";
import { eventLine } from "./sentence";

const IN_SENTENCE_FIRST = /^(pipeline-run\/(succeeded|failed)|run\/failed|dataset-version\/blocked)$/;

const SHOWN_AT_FIRST = 6;

/** What happened lately, newest first. */
export function Activity({ events, base }: { events: Overview["recentEvents"]; base: string }) {
  const [all, setAll] = useState(false);
  return (
    <Card>
      <CardHeader
        title="Activity"
        actions={
          events.length > SHOWN_AT_FIRST ? (
            <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? "Show fewer" : "Show more"}
            </Button>
          ) : null
        }
      />
      {events.length === 0 ? (
        <p className="px-3.5 py-4 text-muted">What happens in the project appears here.</p>
      ) : null}
      <ol className="px-3.5 pb-1">
        {(all ? events : events.slice(0, SHOWN_AT_FIRST)).map((event) => {
          const { id, name, actor, at } = event;
          const line = eventLine(event, base);
          if (!line) return null;
          return (
            <li key={id} className="flex items-start gap-2.5 border-b border-line py-2.5 last:border-0">
              <StatusDot tone={line.tone} className="mt-[7px]" />
              <span className="min-w-0 flex-1 break-words">
                {IN_SENTENCE_FIRST.test(name) ? null : <b className="font-semibold">{actor.name} </b>}
                {line.text}
                {line.quote ? <span className="mt-0.5 block text-muted">{line.quote}</span> : null}
              </span>
              <RelativeTime value={at} className="shrink-0 text-sm text-faint" />
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
