import { CHANNELS, type LiveChange } from "@pipepilot/domain/event/channels";
import { projectProcedure, router, verbInput } from "../trpc";

/** What a live page hears: something of this noun changed, or (`resync`) it may have missed something. */
export type LiveMessage = Omit<LiveChange, "projectId"> | { noun: "resync"; id: "" };

const MAX_WAITING = 1_000;

export const liveRouter = router({
  changes: projectProcedure.input(verbInput<object>()).subscription(async function* ({
    ctx: { ctx },
    signal,
  }): AsyncGenerator<LiveMessage> {
    const waiting: LiveMessage[] = [];
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
        if (projectId === ctx.project.id) push(change);
      },
      () => push({ noun: "resync", id: "" }),
    );
    signal?.addEventListener("abort", () => wake(), { once: true });
    try {
      while (!signal?.aborted) {
        const message = waiting.shift();
        if (message) yield message;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      subscription.unsubscribe();
    }
  }),
});
