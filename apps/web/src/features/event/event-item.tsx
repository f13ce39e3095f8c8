import type { EventRow } from "@pipepilot/domain/event/schema";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { eventLine } from "./sentence";

const IN_SENTENCE_FIRST = /^(pipeline-run\/(succeeded|failed)|run\/failed|dataset-version\/blocked)$/;

/** One thing that happened, as a sentence with links. */
export function EventItem({ event, base }: { event: EventRow; base: string }) {
  const line = eventLine(event, base);
  if (!line) return null;
  return (
    <li className="flex items-start gap-2.5 border-b border-line py-2.5 last:border-0">
      <StatusDot tone={line.tone} className="mt-[7px]" />
      <span className="min-w-0 flex-1 break-words">
        {IN_SENTENCE_FIRST.test(event.name) ? null : <b className="font-semibold">{event.actor.name} </b>}
        {line.text}
        {line.quote ? <span className="mt-0.5 block text-muted">{line.quote}</span> : null}
      </span>
      <RelativeTime value={event.at} className="shrink-0 text-sm text-faint" />
    </li>
  );
}
