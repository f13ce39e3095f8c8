import { EVENT_KINDS, type EventKind } from "@pipepilot/domain/event/kinds";

export interface ActivityAddress {
  /** Whose doings; null: everyone's. */
  person: string | null;
  kind: EventKind | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address says of the feed; what it says wrongly counts as not said. */
export function parseActivityAddress(query: Pick<URLSearchParams, "get">): ActivityAddress {
  const person = query.get("person");
  return {
    person: person !== null && UUID.test(person) ? person : null,
    kind: EVENT_KINDS.find((kind) => kind === query.get("kind")) ?? null,
  };
}

/** The same on the server, which reads the first page, and in the browser, which goes on. */
export function activityInput(project: string, { person, kind }: ActivityAddress) {
  return { project, ...(person && { person }), ...(kind && { kind }) };
}

export function activityHref(project: string, { person, kind }: ActivityAddress): string {
  const query = new URLSearchParams({ ...(person && { person }), ...(kind && { kind }) }).toString();
  return `/${project}/activity${query && `?${query}`}`;
}
