import { z } from "zod";
import { cursor, pageLimit } from "../page";

export const listEventsInput = z.strictObject({ cursor, limit: pageLimit(50, 200) });
export type ListEventsInput = z.input<typeof listEventsInput>;

export interface EventRow {
  id: string;
  name: string;
  actor: { kind: string; id: string; name: string };
  data: Record<string, unknown>;
  at: Date;
}
