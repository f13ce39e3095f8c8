import type { Context, ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { CHANNELS, type LiveChange, type SessionEnd } from "@pipepilot/domain/event/channels";
import { openProject } from "@pipepilot/domain/project/open";
import { sessionUser } from "@pipepilot/domain/user/session-user";
import { z } from "zod";
import { mayHaveChanged } from "../live-watch";
import { enter, othersIn } from "../presence";
import { projectProcedure, router, translated, verbInput } from "../trpc";

/**
 * What a live page hears: something of this noun changed, somebody came or went (`presence`), or it may have missed
 * something (`resync`).
 */
export type LiveMessage = Omit<LiveChange, "projectId"> | { noun: "resync" | "presence"; id: "" };

const MAX_WAITING = 1_000;

interface ChangesInput {
  /** When what the page shows was read, by the server's clock. Absent: nothing is said of what came before listening. */
  readAt?: number;
}

const readAtForm = z.number().finite().optional().catch(undefined);

/** Inside a stream nobody else translates errors. @throws TRPCError NOT_FOUND */
async function requireStillMember(ctx: ProjectContext): Promise<void> {
  try {
    await openProject(ctx, ctx.project.slug);
  } catch (error) {
    throw DomainError.is(error) ? translated(error) : error;
  }
}

async function isOpen({ db, actor }: Context): Promise<boolean> {
  if (actor.kind !== "user" || actor.sessionId === undefined) return true;
  const input = { userId: actor.userId, sessionId: actor.sessionId };
  return (await sessionUser({ services: { db }, input })) !== null;
}

export const liveRouter = router({
  /** Who else has a page of the project open. */
  present: projectProcedure
    .input(verbInput<object>())
    .query(({ ctx: { ctx } }) =>
      ctx.actor.kind === "user" ? othersIn(ctx.project.id, ctx.actor.userId) : [],
    ),
  changes: projectProcedure.input(verbInput<ChangesInput>()).subscription(async function* ({
    ctx: { ctx },
    input,
    signal,
  }): AsyncGenerator<LiveMessage> {
    const waiting: LiveMessage[] = [];
    const ownId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
    let wake: () => void = () => undefined;
    const push = (message: LiveMessage) => {
      if (waiting.length >= MAX_WAITING) waiting.splice(0, waiting.length, { noun: "resync", id: "" });
      else waiting.push(message);
      wake();
    };
    const subscription = ctx.db.listener.subscribe(
      CHANNELS.live,
      (payload) => {
        const { projectId, ...change } = JSON.parse(payload) as LiveChange;
        if (projectId !== ctx.project.id) return;
        if (change.noun === "mention" && change.id !== ownId) return;
        push(change);
      },
      () => push({ noun: "resync", id: "" }),
    );
    let ended = false;
    const { actor } = ctx;
    const session = ctx.db.listener.subscribe(CHANNELS.session, (payload) => {
      ended ||= actor.kind === "user" && (JSON.parse(payload) as SessionEnd).sessionId === actor.sessionId;
      if (ended) wake();
    });
    signal?.addEventListener("abort", () => wake(), { once: true });
    const leave =
      actor.kind === "user"
        ? enter(ctx.project.id, { userId: actor.userId, name: actor.name || actor.email }, () =>
            push({ noun: "presence", id: "" }),
          )
        : undefined;
    try {
      await ctx.db.listener.ready();
      const readAt = readAtForm.parse(input.readAt);
      if (readAt !== undefined && mayHaveChanged(ctx.db.listener, ctx.project.id, readAt))
        push({ noun: "resync", id: "" });
      while (!signal?.aborted && !ended) {
        const message = waiting.shift();
        // The end of the session may be among what was missed.
        if (message?.noun === "resync" && !(await isOpen(ctx))) return;
        if (message) {
          // Nothing that happens after their removal is said to who was a member; the removal itself may have been missed.
          if (message.noun === "member" || message.noun === "resync") await requireStillMember(ctx);
          yield message;
        } else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      subscription.unsubscribe();
      session.unsubscribe();
      leave?.();
    }
  }),
});
