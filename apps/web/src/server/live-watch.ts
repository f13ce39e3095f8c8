import "server-only";
import { CHANNELS, type LiveChange } from "@pipepilot/domain/event/channels";
import type { Services } from "@pipepilot/domain/context";

type Listener = Services["db"]["listener"];

/** Projects remembered at most; beyond, every page is told to read again once. */
const MOST_PROJECTS = 10_000;

interface Watch {
  /** Before this nothing was heard. Milliseconds since 1970, as all times here, by this process's clock. */
  since: number;
  lastChangeAt: Map<string, number>;
}

const watches = new WeakMap<Listener, Watch>();

/**
 * Whether something in the project may have changed since a page read it: a page is read first and listens then, and what
 * happens in between is said to nobody.
 */
export function mayHaveChanged(listener: Listener, projectId: string, readAt: number): boolean {
  const { since, lastChangeAt } = watchOf(listener);
  return readAt < since || readAt <= (lastChangeAt.get(projectId) ?? 0);
}

function watchOf(listener: Listener): Watch {
  const known = watches.get(listener);
  if (known) return known;
  const watch: Watch = { since: Infinity, lastChangeAt: new Map() };
  watches.set(listener, watch);
  const beginAnew = () => {
    watch.lastChangeAt.clear();
    watch.since = Date.now();
  };
  listener.subscribe(
    CHANNELS.live,
    (payload) => {
      if (watch.lastChangeAt.size >= MOST_PROJECTS) beginAnew();
      watch.lastChangeAt.set((JSON.parse(payload) as LiveChange).projectId, Date.now());
    },
    beginAnew,
  );
  void listener.ready().then(beginAnew);
  return watch;
}
