import type { StageTransitionRecord } from "@pipepilot/domain/model/schema";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { StageBadge } from "./stage-badge";

/** Who moved which version where, and why; never rewritten. */
export function StageHistory({ history }: { history: readonly StageTransitionRecord[] }) {
  return (
    <Card>
      <CardHeader title="Stage history" />
      {history.length === 0 ? <p className="px-3.5 py-4 text-muted">No version has been moved yet.</p> : null}
      <ol className="px-3.5 pb-1">
        {history.map(({ id, number, from, to, reason, actor, at }) => (
          <li key={id} className="flex items-start gap-2.5 border-b border-line py-2.5 last:border-0">
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center gap-1.5">
                <b className="font-semibold">v{number}</b> <StageBadge stage={from} />
                <span aria-label="to">→</span> <StageBadge stage={to} />
                <span className="text-muted">by {actor.name}</span>
              </span>
              {reason ? <span className="mt-0.5 block break-words text-muted">{reason}</span> : null}
            </span>
            <RelativeTime value={at} className="shrink-0 text-sm text-faint" />
          </li>
        ))}
      </ol>
    </Card>
  );
}
