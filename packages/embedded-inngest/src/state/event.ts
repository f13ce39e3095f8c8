import { z } from "zod";
import { EmbeddedInngestError } from "../errors";
import { maxEventBytes } from "../limits";
import { seededEventId, ulid } from "./ids";
import type { EventPayload } from "./types";

const sent = z.object({
  name: z.string().trim().min(1).max(256),
  data: z.record(z.string(), z.unknown()).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().max(256).nullish(),
  ts: z.number().int().nonnegative().nullish(),
  v: z.string().nullish(),
});

/** The events of one POST to /e/<key>, one or a list, each with its id and time. One bad event refuses all. */
export function parseEvents(body: unknown, seed: string | null, now: Date): EventPayload[] {
  const list = Array.isArray(body) ? (body as unknown[]) : [body];
  if (list.length === 0) throw new EmbeddedInngestError("invalid_event", "no event was sent");
  return list.map((one, index) => parseEvent(one, index, seed, now));
}

function parseEvent(input: unknown, index: number, seed: string | null, now: Date): EventPayload {
  const parsed = sent.safeParse(input);
  if (!parsed.success) {
    throw new EmbeddedInngestError(
      "invalid_event",
      `event ${index} is invalid: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { name, data, user, id, ts, v } = parsed.data;
  const bytes = Buffer.byteLength(JSON.stringify(data ?? {}));
  if (bytes > maxEventBytes) {
    throw new EmbeddedInngestError(
      "event_too_large",
      `event ${index} ("${name}") has ${bytes} bytes of data; at most ${maxEventBytes} are accepted`,
    );
  }
  const seeded = seed === null ? null : seededEventId(seed, index);
  return {
    id: id || seeded || ulid(now.getTime()),
    name,
    data: data ?? {},
    user: user ?? {},
    ts: ts || now.getTime(),
    ...(v ? { v } : {}),
  };
}
