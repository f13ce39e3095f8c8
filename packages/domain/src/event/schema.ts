import { z } from "zod";
import { EVENT_KINDS } from "./kinds";
import { cursor, pageLimit } from "../page";

export const listEventsInput = z.strictObject({
  /** Only what this person did. */
  person: z.uuid().optional(),
  /** Only what happened to things of this kind. */
  kind: z.enum(EVENT_KINDS).optional(),
  cursor,
  limit: pageLimit(50, 200),
});
export type ListEventsInput = z.input<typeof listEventsInput>;

export interface EventRow {
  id: string;
  name: string;
  actor: { kind: string; id: string; name: string };
  data: Record<string, unknown>;
  at: Date;
}
