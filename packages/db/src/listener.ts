import pg from "pg";

export interface Subscription {
  unsubscribe(): void;
}

export interface Listener {
  /**
   * Calls `onMessage` with each payload sent to `channel`. `onReconnect` is called when a lost connection is back:
   * what was sent in between is lost, so the subscriber reads the state again.
   */
  subscribe(channel: string, onMessage: (payload: string) => void, onReconnect?: () => void): Subscription;
  /** Resolves when the connection stands and every channel subscribed so far is listened to. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

interface Subscriber {
  channel: string;
  onMessage: (payload: string) => void;
  onReconnect?: () => void;
}

const RETRY_MS = [50, 100, 250, 500, 1000, 2000];

/** One connection for all LISTENs of a process. It reconnects by itself, for as long as it is not closed. */
export function createListener(url: string): Listener {
  const subscribers = new Set<Subscriber>();
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let closed = false;
  let everConnected = false;

  async function connect(): Promise<void> {
    for (let attempt = 0; !closed; attempt++) {
      const candidate = new pg.Client({
        connectionString: url,
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
      });
      candidate.on("error", () => lost(candidate));
      candidate.on("end", () => lost(candidate));
      candidate.on("notification", ({ channel, payload }) => {
        for (const subscriber of subscribers)
          if (subscriber.channel === channel) subscriber.onMessage(payload ?? "");
      });
      try {
        await candidate.connect();
        for (const channel of new Set([...subscribers].map((s) => s.channel)))
          await listen(candidate, channel);
        client = candidate;
        if (everConnected) for (const subscriber of subscribers) subscriber.onReconnect?.();
        everConnected = true;
        return;
      } catch {
        await candidate.end().catch(() => undefined);
        await new Promise((resolve) =>
          setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]).unref(),
        );
      }
    }
  }

  function lost(which: pg.Client) {
    if (client !== which) return;
    client = null;
    if (!closed) void ensure();
  }

  function ensure(): Promise<void> {
    if (client) return Promise.resolve();
    connecting ??= connect().finally(() => (connecting = null));
    return connecting;
  }

  /** A connection takes one query at a time. */
  const lastQuery = new WeakMap<pg.Client, Promise<unknown>>();
  function listen(to: pg.Client, channel: string): Promise<unknown> {
    const before = lastQuery.get(to) ?? Promise.resolve();
    const query = before
      .catch(() => undefined)
      .then(() => to.query(`LISTEN ${to.escapeIdentifier(channel)}`));
    lastQuery.set(to, query);
    return query;
  }

  return {
    subscribe(channel, onMessage, onReconnect) {
      const subscriber = { channel, onMessage, onReconnect };
      subscribers.add(subscriber);
      void ensure().then(() => client && listen(client, channel).catch(() => undefined));
      return { unsubscribe: () => void subscribers.delete(subscriber) };
    },
    async ready() {
      await ensure();
      if (client) for (const { channel } of subscribers) await listen(client, channel);
    },
    async close() {
      closed = true;
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
