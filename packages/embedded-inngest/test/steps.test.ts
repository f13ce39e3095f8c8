import type { Inngest, InngestFunction } from "inngest";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHarness, type Harness } from "./harness";

const executed: string[] = [];
const ran = <T>(name: string, value: T): T => {
  executed.push(name);
  return value;
};
const countOf = (name: string): number => executed.filter((one) => one === name).length;
const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function functions(inngest: Inngest): InngestFunction.Any[] {
  const child = inngest.createFunction(
    { id: "child", triggers: [{ event: "s/child" }], retries: 0 },
    async ({ event, step }) => {
      if (event.data.fail) throw new Error("child broke");
      return step.run("double", () => event.data.n * 2);
    },
  );
  return [
    child,
    inngest.createFunction(
      { id: "sequential", triggers: [{ event: "s/sequential" }] },
      async ({ event, step, runId }) => {
        const one = await step.run("one", () => ran(`${runId} one`, event.data.x + 1));
        const two = await step.run("two", () => ran(`${runId} two`, one * 10));
        const nothing = await step.run("three", () => ran(`${runId} three`, undefined));
        return { one, two, nothing, executed: executed.filter((name) => name.startsWith(runId)).length };
      },
    ),
    inngest.createFunction(
      { id: "parallel", triggers: [{ event: "s/parallel" }] },
      async ({ step, runId }) => {
        const side = (name: string): Promise<string> =>
          step.run(name, () => delay(30).then(() => ran(`${runId} ${name}`, name)));
        const sides = await Promise.all([side("a"), side("b"), side("c")]);
        const joined = await step.run("join", () => ran(`${runId} join`, sides.join("")));
        return { joined, executed: executed.filter((name) => name.startsWith(runId)).sort() };
      },
    ),
    inngest.createFunction({ id: "chains", triggers: [{ event: "s/chains" }] }, async ({ step, runId }) => {
      const one = (id: string, ms: number): Promise<string> =>
        step.run(id, () => delay(ms).then(() => ran(`${runId} ${id}`, id)));
      await Promise.all([
        one("a1", 5).then(() => one("a2", 5)),
        one("b1", 60)
          .then(() => step.sleep("nap", 1000))
          .then(() => one("b2", 5)),
      ]);
      return executed.filter((name) => name.startsWith(runId)).length;
    }),
    inngest.createFunction({ id: "loop", triggers: [{ event: "s/loop" }] }, async ({ step, runId }) => {
      const seen: number[] = [];
      for (let index = 0; index < 4; index += 1)
        seen.push(await step.run("again", () => ran(`${runId} ${index}`, index)));
      return seen;
    }),
    inngest.createFunction({ id: "race", triggers: [{ event: "s/race" }] }, async ({ step }) => {
      const slow = step.run("slow", () => delay(1500).then(() => "slow"));
      const winner = await Promise.race([slow, step.run("fast", () => "fast")]);
      return step.run("after", () => `${winner} won`);
    }),
    inngest.createFunction(
      { id: "group-race", triggers: [{ event: "s/group-race" }] },
      async ({ step, group, runId }) => {
        const winner = await group.parallel(() =>
          Promise.race([
            step.run("slow", async () => {
              for (let waited = 0; countOf(`${runId} after`) === 0 && waited < 10_000; waited += 20)
                await delay(20);
              return ran(`${runId} slow`, "slow");
            }),
            step.run("fast", () => ran(`${runId} fast`, "fast")),
          ]),
        );
        const at = await step.run("after", () => ran(`${runId} after`, executed.includes(`${runId} slow`)));
        return { winner, slowWasThrough: at };
      },
    ),
    inngest.createFunction({ id: "race-sleep", triggers: [{ event: "s/race-sleep" }] }, async ({ step }) => {
      const startedAt = await step.run("start", () => Date.now());
      const winner = await Promise.race([
        step.sleep("long", "4s").then(() => "sleep"),
        step.run("work", () => "work"),
      ]);
      return step.run("after", () => ({ winner, afterMs: Date.now() - startedAt }));
    }),
    inngest.createFunction({ id: "sleep", triggers: [{ event: "s/sleep" }] }, async ({ step }) => {
      const before = await step.run("before", () => Date.now());
      await step.sleep("nap", "1s");
      await step.sleepUntil("past", new Date(0));
      return (await step.run("after", () => Date.now())) - before;
    }),
    inngest.createFunction({ id: "wait", triggers: [{ event: "s/wait" }] }, async ({ event, step }) => {
      const answer = await step.waitForEvent("answer", {
        event: "s/answer",
        timeout: event.data.timeout,
        match: "data.id",
      });
      return answer === null ? "nobody answered" : answer.data;
    }),
    inngest.createFunction({ id: "wait-if", triggers: [{ event: "s/wait-if" }] }, async ({ step }) => {
      try {
        await step.waitForEvent("odd", {
          event: "s/answer",
          timeout: "1m",
          if: "async.data.list.exists(x, x == 1)",
        });
        return "waited";
      } catch (error) {
        return (error as Error).message;
      }
    }),
    inngest.createFunction({ id: "invoke", triggers: [{ event: "s/invoke" }] }, async ({ event, step }) => {
      try {
        return await step.invoke("call", { function: child, data: event.data });
      } catch (error) {
        return `caught ${(error as Error).message}`;
      }
    }),
    inngest.createFunction({ id: "emit", triggers: [{ event: "s/emit" }] }, async ({ step, runId }) => {
      const { ids } = await step.sendEvent("send", { name: "s/emitted", data: { runId } });
      await step.run("later", () => null);
      return ids;
    }),
    inngest.createFunction({ id: "emitted", triggers: [{ event: "s/emitted" }] }, ({ event }) =>
      ran(`emitted for ${event.data.runId}`, true),
    ),
    inngest.createFunction({ id: "plain", triggers: [{ event: "s/plain" }] }, ({ event }) => ({
      hi: event.name,
    })),
    inngest.createFunction(
      { id: "conditional", triggers: [{ event: "s/if", if: "event.data.n > 3" }] },
      () => "triggered",
    ),
    inngest.createFunction({ id: "big", triggers: [{ event: "s/big" }] }, async ({ event, step }) => {
      const text = await step.run("big", () => "x".repeat(event.data.bytes));
      return step.run("length", () => text.length + event.data.text.length);
    }),
  ];
}

describe("steps over real HTTP", () => {
  let harness: Harness;
  let db: pg.Client;
  beforeAll(async () => {
    harness = await startHarness(functions);
    db = new pg.Client({ connectionString: harness.database.url });
    await db.connect();
  });
  afterAll(async () => {
    await db.end();
    await harness.stop();
  });
  const waitsFor = (event: string) => async () => {
    const { rowCount } = await db.query(
      "select from embedded_inngest.steps where status = 'waiting' and wait_event = $1",
      [event],
    );
    expect(rowCount).toBe(1);
  };

  it("runs sequential steps once each, in order", async () => {
    expect(await harness.runOf("s/sequential", { x: 1 })).toMatchObject({
      status: "Completed",
      function_id: "app-sequential",
      output: { one: 2, two: 20, nothing: null, executed: 3 },
    });
  });

  it("runs parallel steps once each and joins them", async () => {
    const { output, run_id: id } = await harness.runOf("s/parallel");
    expect(output).toEqual({ joined: "abc", executed: [`${id} a`, `${id} b`, `${id} c`, `${id} join`] });
  });

  it("runs chains inside Promise.all, with a sleep in one of them", async () => {
    expect((await harness.runOf("s/chains")).output).toBe(4);
  });

  it("tells steps of the same id in a loop apart", async () => {
    const { output, run_id: id } = await harness.runOf("s/loop");
    expect(output).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3].map((index) => countOf(`${id} ${index}`))).toEqual([1, 1, 1, 1]);
  });

  it("settles Promise.race by the order in which the steps finished", async () => {
    expect((await harness.runOf("s/race")).output).toBe("fast won");
  });

  it("goes on after the winner of group.parallel, without waiting for the loser", async () => {
    expect((await harness.runOf("s/group-race")).output).toEqual({ winner: "fast", slowWasThrough: false });
  });

  it("goes on while a sleep that lost its race is still pending", async () => {
    const output = (await harness.runOf("s/race-sleep")).output as { winner: string; afterMs: number };
    expect(output.winner).toBe("work");
    expect(output.afterMs).toBeLessThan(3900);
  });

  it("sleeps as long as asked", async () => {
    const slept = (await harness.runOf("s/sleep")).output as number;
    expect(slept).toBeGreaterThanOrEqual(995);
    expect(slept).toBeLessThan(10_000);
  });

  it("hands the matching event to the one that waits for it, and not another", async () => {
    const eventId = await harness.send("s/wait", { id: 7, timeout: "1m" });
    await eventually(waitsFor("s/answer"));
    await harness.send("s/answer", { id: 8, text: "other" });
    await delay(100);
    expect(await harness.runs(eventId)).toMatchObject([{ status: "Running" }]);
    await harness.send("s/answer", { id: 7, text: "mine" });
    expect(await harness.ended(eventId)).toMatchObject([{ output: { id: 7, text: "mine" } }]);
  });

  it("answers null when nobody sent the event in time", async () => {
    expect((await harness.runOf("s/wait", { id: 9, timeout: "1s" })).output).toBe("nobody answered");
  });

  it("lets a wait fail by itself when its expression is not supported", async () => {
    expect((await harness.runOf("s/wait-if")).output).toContain("is not supported");
  });

  it("invokes a function and gets its output or its error", async () => {
    expect((await harness.runOf("s/invoke", { n: 21 })).output).toBe(42);
    expect((await harness.runOf("s/invoke", { fail: true })).output).toBe("caught child broke");
  });

  it("sends events from within a step, once", async () => {
    const { output, run_id: id } = await harness.runOf("s/emit");
    await harness.ended((output as string[])[0] ?? "");
    expect(countOf(`emitted for ${id}`)).toBe(1);
  });

  it("runs a function without steps", async () => {
    expect((await harness.runOf("s/plain")).output).toEqual({ hi: "s/plain" });
  });

  it("starts a function only when its trigger's expression is true", async () => {
    const low = await harness.send("s/if", { n: 3 });
    expect((await harness.runOf("s/if", { n: 4 })).output).toBe("triggered");
    expect(await harness.runs(low)).toEqual([]);
  });

  it("carries a megabyte in an event and in a step, and names the limit beyond which it does not", async () => {
    const text = "y".repeat(1_000_000);
    expect((await harness.runOf("s/big", { bytes: 1_000_000, text })).output).toBe(2_000_000);
    expect(await harness.runOf("s/big", { bytes: 5_000_000, text: "" })).toMatchObject({
      status: "Failed",
      output: {
        name: "StepOutputTooLarge",
        message: "a step's or the function's output exceeds 4194304 bytes",
      },
    });
    await expect(harness.send("s/big", { text: "y".repeat(4_000_000) })).rejects.toThrow(
      "at most 3145728 are accepted",
    );
  });

  it("waits for an event's time when that is in the future", async () => {
    const eventId = await harness.send("s/plain", {}, { ts: Date.now() + 2_000 });
    expect(await harness.runs(eventId)).toMatchObject([{ status: "Queued" }]);
    expect(await harness.ended(eventId)).toMatchObject([{ status: "Completed" }]);
  });
});
