import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app";
import { EmbeddedInngestError } from "../errors";
import { parseEvents } from "../state/event";
import { activeFunctions } from "../store/functions";
import { publish } from "../store/publish";
import { sameText } from "./signature";

/** `POST /e/<key>`: one event or a list, answered when all of them are stored. */
export function eventRoutes(app: FastifyInstance, { db, clock, eventKey }: AppContext): void {
  app.post<{ Params: { key: string } }>("/e/:key", async (request) => {
    if (eventKey !== undefined && !sameText(request.params.key, eventKey)) {
      throw new EmbeddedInngestError("invalid_event_key", "the event key is not the one of this server");
    }
    const seed = request.headers["x-inngest-event-id-seed"];
    const events = parseEvents(request.body, typeof seed === "string" ? seed : null, clock());
    await db.transaction(async (tx) => {
      const functions = await activeFunctions(tx);
      for (const event of events) await publish(tx, event, functions);
    });
    return { ids: events.map((event) => event.id), status: 200 };
  });
}
