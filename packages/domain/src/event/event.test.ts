import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { transact } from "../transact";
import { CHANNELS } from "./channels";
import { listEvents } from "./list";
import { recordEvent } from "./record";
import { relayEvents, type RelayedEvent } from "./relay";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(async () => {
  await services.db.prisma.event.deleteMany();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

async function happen(...datasets: string[]) {
  for (const dataset of datasets)
    await transact(ctx, (tx) => recordEvent(tx, ctx, "dataset/created", { datasetId: "1", dataset }));
}

const namesOf = (events: { data: Record<string, unknown> }[]) => events.map(({ data }) => data.dataset);

describe("the activity feed", () => {
  it("shows what happened, newest first, page by page", async () => {
    await happen("a", "b", "c", "d", "e");
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listEvents({ ctx, input: { limit: 2, ...(cursor && { cursor }) } });
      seen.push(...namesOf(page.items));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(["e", "d", "c", "b", "a"]);
  });

  it("loses none of several events of the same moment", async () => {
    await transact(ctx, async (tx) => {
      for (const dataset of ["a", "b", "c"])
        await recordEvent(tx, ctx, "dataset/created", { datasetId: "1", dataset });
    });
    const first = await listEvents({ ctx, input: { limit: 2 } });
    const second = await listEvents({ ctx, input: { limit: 2, cursor: first.nextCursor! } });
    expect([...namesOf(first.items), ...namesOf(second.items)].sort()).toEqual(["a", "b", "c"]);
  });

  it("is the project's own, and open to viewers", async () => {
    await happen("a");
    const other = await createTestProject(services);
    expect((await listEvents({ ctx: other, input: {} })).items).toEqual([]);
    const viewer = await addTestMember(ctx, "viewer");
    expect((await listEvents({ ctx: viewer, input: {} })).items).toHaveLength(1);
  });

  it("shows what one person did, and what happened to one kind of things, page by page", async () => {
    const grace = await addTestMember(ctx, "contributor");
    const person = grace.actor.kind === "user" ? grace.actor.userId : "";
    await happen("a");
    await transact(grace, async (tx) => {
      await recordEvent(tx, grace, "dataset/created", { datasetId: "1", dataset: "b" });
      await recordEvent(tx, grace, "model/created", { modelId: "1", model: "m" });
    });
    await happen("c");
    const names = async (input: object) =>
      (await listEvents({ ctx, input })).items.map(({ name, data }) => `${name} ${String(data.dataset)}`);
    expect((await names({ person })).sort()).toEqual(["dataset/created b", "model/created undefined"]);
    expect(await names({ person, kind: "data" })).toEqual(["dataset/created b"]);
    expect(await names({ kind: "models" })).toEqual(["model/created undefined"]);
    expect(await names({ kind: "comments" })).toEqual([]);
    const first = await listEvents({ ctx, input: { kind: "data", limit: 2 } });
    const second = await listEvents({ ctx, input: { kind: "data", limit: 2, cursor: first.nextCursor! } });
    expect(namesOf([...first.items, ...second.items])).toEqual(["c", "b", "a"]);
  });

  it("refuses a cursor of its own making only", async () => {
    await expect(listEvents({ ctx, input: { cursor: "abc" } })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("the relay", () => {
  const collect = (into: RelayedEvent[]) => (events: RelayedEvent[]) => {
    into.push(...events);
    return Promise.resolve();
  };

  it("sends every event once, oldest first", async () => {
    await happen("a", "b", "c");
    const sent: RelayedEvent[] = [];
    const send = collect(sent);
    expect(await relayEvents({ services, send, limit: 2 })).toBe(2);
    expect(await relayEvents({ services, send, limit: 2 })).toBe(1);
    expect(await relayEvents({ services, send, limit: 2 })).toBe(0);
    expect(namesOf(sent)).toEqual(["a", "b", "c"]);
    expect(sent[0]).toMatchObject({
      projectId: ctx.project.id,
      name: "dataset/created",
      actor: { kind: "user" },
    });
  });

  it("sends again what could not be sent", async () => {
    await happen("a", "b");
    await expect(relayEvents({ services, send: () => Promise.reject(new Error("away")) })).rejects.toThrow(
      "away",
    );
    const sent: RelayedEvent[] = [];
    await relayEvents({ services, send: collect(sent) });
    expect(namesOf(sent)).toEqual(["a", "b"]);
  });

  it("does not send the same event twice when two relays run", async () => {
    await happen(...Array.from({ length: 20 }, (_, index) => String(index)));
    const sent: RelayedEvent[] = [];
    const send = async (events: RelayedEvent[]) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(...events);
    };
    while (sent.length < 20)
      await Promise.all([
        relayEvents({ services, send, limit: 3 }),
        relayEvents({ services, send, limit: 3 }),
      ]);
    expect(namesOf(sent)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });

  it("is woken by a message when an event is committed, and not when it is rolled back", async () => {
    const woken: string[] = [];
    const subscription = services.db.listener.subscribe(CHANNELS.outbox, (payload) => woken.push(payload));
    await services.db.listener.ready();
    await transact(ctx, async (tx) => {
      await recordEvent(tx, ctx, "dataset/created", { datasetId: "1", dataset: "gone" });
      throw new Error("changed my mind");
    }).catch(() => undefined);
    await happen("kept");
    await expect.poll(() => woken.length).toBe(1);
    subscription.unsubscribe();
    expect(namesOf((await listEvents({ ctx, input: {} })).items)).toEqual(["kept"]);
  });
});
