import { randomUUID } from "node:crypto";
import type { ProjectContext } from "@pipepilot/domain/context";
import { removeMember } from "@pipepilot/domain/member/remove";
import { createTestExperiment, createTestRun } from "@pipepilot/domain/run/testing";
import { addTestMember, createTestProject, type TestServices } from "@pipepilot/domain/testing";
import { endSession } from "@pipepilot/domain/user/end-session";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { visit } from "./visit";
import { createWebServices } from "./web-services";

let services: TestServices;
let ctx: ProjectContext;

beforeAll(async () => {
  visit.services = services = await createWebServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  ctx = await createTestProject(services);
  visit.visitor = { db: ctx.db, store: ctx.store, actor: ctx.actor };
});

/** The nouns that a page hears from its beginning to the first of this one; `then` is done when it listens. */
async function heardUntil(
  noun: string,
  readAt: number | undefined,
  then: () => Promise<unknown>,
): Promise<string[]> {
  const { createCaller } = await import("@/server/routers");
  const aborted = new AbortController();
  const caller = createCaller({ ctx: visit.visitor }, { signal: aborted.signal });
  const changes = await caller.live.changes({ project: ctx.project.slug, readAt });
  const nouns: string[] = [];
  const heard = (async () => {
    for await (const message of changes) {
      nouns.push(message.noun);
      if (message.noun === noun) return;
    }
  })();
  await services.db.listener.ready();
  await then();
  await heard;
  aborted.abort();
  return nouns;
}

const change = async () => createTestRun(ctx, (await createTestExperiment(ctx)).id);
const nothing = () => Promise.resolve();

it("a page that was read before a change, and listens after it, is told to read again", async () => {
  // Until a process has listened once it knows of no change, so every page is told.
  expect(await heardUntil("resync", Date.now(), nothing)).toContain("resync");
  const readAt = Date.now();
  await change();
  expect(await heardUntil("resync", readAt, nothing)).toContain("resync");
});

it("a page that was read after the last change is told of the next one only", async () => {
  await heardUntil("resync", 0, nothing);
  await change();
  const readAt = Date.now() + 60_000;
  expect(await heardUntil("run", readAt, change)).not.toContain("resync");
  expect(await heardUntil("run", undefined, change)).not.toContain("resync");
});

it("whoever is removed hears nothing of what happens after it, on a stream that is open", async () => {
  const gone = await addTestMember(ctx, "maintainer");
  if (gone.actor.kind !== "user") throw new Error("not a person");
  const { userId } = gone.actor;
  visit.visitor = { db: gone.db, store: gone.store, actor: gone.actor };
  const { createCaller } = await import("@/server/routers");
  const caller = createCaller({ ctx: visit.visitor });
  const changes = await caller.live.changes({ project: ctx.project.slug });
  const heard: string[] = [];
  const ended = (async () => {
    for await (const { id } of changes) heard.push(id);
  })();
  await services.db.listener.ready();
  const before = await change();
  await expect.poll(() => heard).toContain(before);
  const refused = expect(ended).rejects.toMatchObject({ code: "NOT_FOUND" });
  await removeMember({ ctx, input: { userId } });
  const after = await change();
  await refused;
  expect(heard).not.toContain(after);
  expect(heard).not.toContain(userId);
  await expect(caller.run.get({ project: ctx.project.slug, runId: before })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

it("a page of a session that is ended hears nothing more, another one of the same person goes on", async () => {
  const { createCaller } = await import("@/server/routers");
  const listen = async (sessionId: string) => {
    if (ctx.actor.kind !== "user") throw new Error("A person listens.");
    const visitor = { db: ctx.db, store: ctx.store, actor: { ...ctx.actor, sessionId } };
    const changes = await createCaller({ ctx: visitor }).live.changes({ project: ctx.project.slug });
    return changes[Symbol.asyncIterator]();
  };
  const [here, there] = [randomUUID(), randomUUID()];
  const [left, kept] = [await listen(here), await listen(there)];
  const [leftHears, keptHears] = [left.next(), kept.next()];
  await services.db.listener.ready();
  await endSession({ services, input: { sessionId: here, expiresAt: new Date(Date.now() + 60_000) } });
  expect(await leftHears).toMatchObject({ done: true });
  await change();
  expect(await keptHears).toMatchObject({ value: { noun: "run" } });
  await kept.return?.(undefined);
});

it("people with a page open are told who else has one, until it is closed for good", async () => {
  const { createCaller } = await import("@/server/routers");
  const { project } = ctx;
  const other = await addTestMember(ctx, "viewer");
  const as = ({ db, store, actor }: ProjectContext, signal?: AbortSignal) =>
    createCaller({ ctx: { db, store, actor } }, { signal });
  const namesFor = async (visitor: ProjectContext) =>
    (await as(visitor).live.present({ project: project.slug })).map(({ name }) => name);
  const open = async (visitor: ProjectContext, hear: (noun: string) => void = () => undefined) => {
    const closing = new AbortController();
    const changes = await as(visitor, closing.signal).live.changes({ project: project.slug });
    const over = (async () => {
      for await (const { noun } of changes) hear(noun);
    })();
    return async () => {
      closing.abort();
      await over;
    };
  };
  const nouns: string[] = [];
  const closeOwn = await open(ctx, (noun) => nouns.push(noun));
  expect(await namesFor(other)).toEqual([ctx.actor.kind === "user" && ctx.actor.name]);
  expect(await namesFor(ctx)).toEqual([]);

  const name = other.actor.kind === "user" ? other.actor.name : "";
  const [closeOne, closeTwo] = [await open(other), await open(other)];
  await expect.poll(() => nouns.filter((noun) => noun === "presence")).toHaveLength(1);
  expect(await namesFor(ctx)).toEqual([name]);
  // One of two pages is closed, then the other is loaded again: they never left.
  await closeOne();
  await closeTwo();
  const closeThree = await open(other);
  expect(await namesFor(ctx)).toEqual([name]);
  expect(nouns.filter((noun) => noun === "presence")).toHaveLength(1);
  await closeThree();
  await expect.poll(() => nouns.filter((noun) => noun === "presence")).toHaveLength(2);
  expect(await namesFor(ctx)).toEqual([]);

  const stranger = await createTestProject(services);
  await expect(as(stranger).live.present({ project: project.slug })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await closeOwn();
});
