import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { notify } from "./client";
import { createListener, type Listener } from "./listener";
import { createTestDatabase, type TestDatabase } from "./testing";

let test: TestDatabase;
let listener: Listener;
beforeAll(async () => {
  test = await createTestDatabase({ migrate: false });
});
afterAll(() => test.drop());
beforeEach(() => {
  listener = createListener(test.url);
});
afterEach(() => listener.close());

const send = (channel: string, payload: string) =>
  test.database.prisma.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;

/** Ends the listener's backend as an administrator or a restart would. */
async function cutOff(): Promise<number> {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  const { rowCount } = await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'",
  );
  await client.end();
  return rowCount ?? 0;
}

describe("a listener", () => {
  it("hands each channel's messages to its subscribers until they leave", async () => {
    const [a, again, b]: [string[], string[], string[]] = [[], [], []];
    listener.subscribe("a", (payload) => a.push(payload));
    const leaving = listener.subscribe("a", (payload) => again.push(payload));
    listener.subscribe("b", (payload) => b.push(payload));
    await listener.ready();
    await send("a", "1");
    await send("b", "2");
    await expect.poll(() => b).toEqual(["2"]);
    leaving.unsubscribe();
    await send("a", "3");
    await expect.poll(() => a).toEqual(["1", "3"]);
    expect(again).toEqual(["1"]);
  });

  it("hears channels with unusual names", async () => {
    const heard: string[] = [];
    listener.subscribe('Odd "name"; --', (payload) => heard.push(payload));
    await listener.ready();
    await send('Odd "name"; --', "here");
    await expect.poll(() => heard).toEqual(["here"]);
  });

  it("comes back by itself when its connection is cut, tells so once, and hears again", async () => {
    const heard: string[] = [];
    let reconnected = 0;
    listener.subscribe(
      "a",
      (payload) => heard.push(payload),
      () => reconnected++,
    );
    await listener.ready();
    expect(reconnected).toBe(0);
    for (let round = 1; round <= 3; round++) {
      expect(await cutOff()).toBe(1);
      await expect.poll(() => reconnected).toBe(round);
      await send("a", String(round));
      await expect.poll(() => heard).toHaveLength(round);
    }
    expect(heard).toEqual(["1", "2", "3"]);
  });

  it("hears nothing more once it is closed", async () => {
    const heard: string[] = [];
    listener.subscribe("a", (payload) => heard.push(payload));
    await listener.ready();
    await listener.close();
    await send("a", "late");
    expect(await cutOff()).toBe(0);
    expect(heard).toEqual([]);
  });

  it("hears what a transaction says when it commits, and not when it rolls back", async () => {
    const heard: string[] = [];
    listener.subscribe("a", (payload) => heard.push(payload));
    await listener.ready();
    const { prisma } = test.database;
    await prisma
      .$transaction(async (tx) => {
        await notify(tx, "a", { kept: false });
        throw new Error("rolled back");
      })
      .catch(() => undefined);
    await prisma.$transaction((tx) => notify(tx, "a", { kept: true }));
    await expect.poll(() => heard).toEqual(['{"kept":true}']);
  });
});
