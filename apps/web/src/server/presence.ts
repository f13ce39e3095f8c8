import "server-only";
import { EventEmitter } from "node:events";

/** Somebody who has a page of a project open. */
export interface Present {
  readonly userId: string;
  readonly name: string;
}

interface Here extends Present {
  streams: number;
  leaving?: NodeJS.Timeout;
}

/** Somebody whose page is loaded again is back before they are gone. */
const GRACE_MS = 3_000;

/** By project and person. Kept in memory: it says what the open streams of this process say, and ends with them. */
const here = new Map<string, Map<string, Here>>();
const news = new EventEmitter().setMaxListeners(0);

/** Says that somebody's stream is open until the answer is called; `changed` is called when others come and go meanwhile. */
export function enter(projectId: string, { userId, name }: Present, changed: () => void): () => void {
  const people = here.get(projectId) ?? new Map<string, Here>();
  here.set(projectId, people);
  const known = people.get(userId);
  const person = known ?? { userId, name, streams: 0 };
  people.set(userId, person);
  person.streams += 1;
  clearTimeout(person.leaving);
  if (!known) news.emit(projectId);
  news.on(projectId, changed);
  return () => {
    news.off(projectId, changed);
    person.streams -= 1;
    if (person.streams > 0) return;
    person.leaving = setTimeout(() => {
      people.delete(userId);
      if (people.size === 0) here.delete(projectId);
      news.emit(projectId);
    }, GRACE_MS).unref();
  };
}

/** Who else has a page of the project open, in the order in which they came. */
export function othersIn(projectId: string, userId: string): Present[] {
  return [...(here.get(projectId)?.values() ?? [])]
    .filter((person) => person.userId !== userId)
    .map(({ userId: id, name }) => ({ userId: id, name }));
}
