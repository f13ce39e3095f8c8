import { CHANNELS, type Services } from "@pipepilot/domain";
import { relayEvents } from "@pipepilot/domain/event/relay";
import type { Logger, RecordedEvent } from "@pipepilot/pipeline/functions/index";

/** A lost NOTIFY is healed by looking this often. */
const POLL_MS = 5_000;
const BATCH = 100;

export interface Relay {
  /** Resolves when nothing is being sent any more. */
  stop(): Promise<void>;
}

/** Sends recorded events on, at once when one is recorded; what could not be sent is tried again. */
export function startRelay(
  services: Services,
  send: (events: RecordedEvent[]) => Promise<unknown>,
  logger: Logger,
): Relay {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;

  async function relay(): Promise<void> {
    do {
      again = false;
      let sent = BATCH;
      while (sent === BATCH && !stopped)
        sent = await relayEvents({
          services,
          limit: BATCH,
          send: async (events) => void (await send(events)),
        });
    } while (again && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= relay()
      .catch((error: unknown) => logger.warn({ err: error }, "Events could not be sent on; trying again."))
      .finally(() => (running = null));
  }

  const subscription = services.db.listener.subscribe(CHANNELS.outbox, wake, wake);
  const timer = setInterval(wake, POLL_MS);
  wake();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      subscription.unsubscribe();
      await running;
    },
  };
}
