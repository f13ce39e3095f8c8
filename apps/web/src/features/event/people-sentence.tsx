import type { ReactNode } from "react";
import type { EventData, EventName } from "@pipepilot/domain/event/catalog";
import type { EventRow } from "@pipepilot/domain/event/schema";
import type { Tone } from "@pipepilot/ui";

export interface Line {
  tone: Tone;
  text: ReactNode;
  /** A second, quieter line. */
  quote?: string;
}

export type Actor = EventRow["actor"];
export type Writers<Names extends EventName> = {
  [Name in Names]: (data: EventData<Name>, base: string, actor: Actor) => Line;
};

type PeopleEvent = Extract<EventName, `member/${string}` | `invitation/${string}`>;

/** The lines of who came, went and may do what. */
export const PEOPLE_WRITERS: Writers<PeopleEvent> = {
  "member/added": ({ userId, name, role }, _base, actor) => ({
    tone: "good",
    text:
      actor.id === userId ? (
        `joined as ${role}`
      ) : (
        <>
          added <b>{name}</b> as {role}
        </>
      ),
  }),
  "invitation/created": ({ email, role }) => ({
    tone: "neutral",
    text: (
      <>
        invited <b>{email}</b> as {role}
      </>
    ),
  }),
  "invitation/revoked": ({ email }) => ({
    tone: "warn",
    text: (
      <>
        took back the invitation of <b>{email}</b>
      </>
    ),
  }),
  "member/role-changed": ({ name, from, to }) => ({
    tone: "neutral",
    text: (
      <>
        made <b>{name}</b> {to} instead of {from}
      </>
    ),
  }),
  "member/removed": ({ userId, name }, _base, actor) => ({
    tone: "warn",
    text:
      actor.id === userId ? (
        "left the project"
      ) : (
        <>
          removed <b>{name}</b> from the project
        </>
      ),
  }),
};
