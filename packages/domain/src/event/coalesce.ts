import { notify } from "@pipepilot/db";
import type { Services } from "../context";
import { CHANNELS, type LiveChange } from "./channels";

/** Live pages read again at most so often what is logged without pause. */
const EVERY_MS = 200;

/** What was announced a moment ago, by change; true: it changed again since. */
const recent = new WeakMap<object, Map<string, boolean>>();

/**
 * Whether live pages are to be told of this change now. If they were told a moment ago they are told again a little
 * later, once for all that happens until then.
 */
export function isToBeAnnounced({ db }: Pick<Services, "db">, change: LiveChange): boolean {
  const known = recent.get(db) ?? new Map<string, boolean>();
  recent.set(db, known);
  const key = `${change.projectId}/${change.noun}/${change.id}`;
  if (known.has(key)) {
    known.set(key, true);
    return false;
  }
  known.set(key, false);
  const again = () => {
    if (!known.get(key)) return void known.delete(key);
    known.set(key, false);
    setTimeout(again, EVERY_MS).unref();
    // Pages that miss it see the next change, or read again when their connection does.
    notify(db.prisma, CHANNELS.live, change).catch(() => undefined);
  };
  setTimeout(again, EVERY_MS).unref();
  return true;
}
