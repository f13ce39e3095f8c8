import { NonRetriableError, RetryAfterError, type Inngest, type InngestFunction } from "inngest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHarness, type Harness } from "./harness";

interface FailureContext {
  readonly event: { readonly data: unknown };
  readonly error: Error;
  readonly step: { run(id: string, fn: () => void): Promise<unknown> };
}

const attempts = new Map<string, { attempt: number; at: number }[]>();
const failures: unknown[] = [];

function note(runId: string, attempt: number): void {
  attempts.set(runId, [...(attempts.get(runId) ?? []), { attempt, at: Date.now() }]);
}

function functions(inngest: Inngest): InngestFunction.Any[] {
  return [
    inngest.createFunction(
      { id: "flaky-step", triggers: [{ event: "f/flaky-step" }], retries: 3 },
      async ({ step, attempt, runId }) => {
        await step.run("before", () => null);
        const got = await step.run("flaky", () => {
          note(runId, attempt);
          if (attempt < 2) throw new Error(`attempt ${attempt}`);
          return attempt;
        });
        return step.run("after", () => ({ got, attempt }));
      },
    ),
    inngest.createFunction(
      { id: "flaky-function", triggers: [{ event: "f/flaky-function" }], retries: 2 },
      ({ attempt, runId }) => {
        note(runId, attempt);
        if (attempt < 2) throw new Error(`attempt ${attempt}`);
        return "at last";
      },
    ),
    inngest.createFunction(
      { id: "flaky-parallel", triggers: [{ event: "f/flaky-parallel" }], retries: 2 },
      async ({ step, attempt, runId }) =>
        Promise.all([
          step.run("good", () => {
            note(`${runId} good`, attempt);
            return "good";
          }),
          step.run("flaky", () => {
            note(runId, attempt);
            if (attempt < 2) throw new Error("not yet");
            return "mended";
          }),
        ]),
    ),
    inngest.createFunction(
      { id: "non-retriable", triggers: [{ event: "f/non-retriable" }], retries: 5 },
      async ({ step, attempt, runId }) => {
        await step.run("never", () => {
          note(runId, attempt);
          throw new NonRetriableError("bad data");
        });
      },
    ),
    inngest.createFunction(
      { id: "retry-after", triggers: [{ event: "f/retry-after" }], retries: 1 },
      async ({ step, attempt, runId }) =>
        step.run("later", () => {
          note(runId, attempt);
          if (attempt === 0) throw new RetryAfterError("busy", 1000);
          return "served";
        }),
    ),
    inngest.createFunction(
      { id: "caught", triggers: [{ event: "f/caught" }], retries: 1 },
      async ({ step, attempt, runId }) => {
        try {
          await step.run("bad", () => {
            note(runId, attempt);
            throw new Error("boom");
          });
        } catch (error) {
          return step.run("mend", () => `mended ${(error as Error).message}`);
        }
      },
    ),
    inngest.createFunction(
      {
        id: "with-handler",
        triggers: [{ event: "f/with-handler" }],
        retries: 1,
        onFailure: async (context: FailureContext) => {
          const { event, error, step } = context;
          await step.run("note", () => void failures.push({ data: event.data, message: error.message }));
        },
      },
      async ({ step }) => {
        await step.run("bad", () => {
          throw new TypeError("boom");
        });
      },
    ),
    inngest.createFunction(
      { id: "overdue", triggers: [{ event: "f/overdue" }], timeouts: { finish: "1s" } },
      async ({ step }) => {
        await step.sleep("long", "1h");
      },
    ),
  ];
}

describe("failures over real HTTP", () => {
  let harness: Harness;
  beforeAll(async () => (harness = await startHarness(functions)));
  afterAll(() => harness.stop());
  const attemptsOf = (runId: string): number[] => (attempts.get(runId) ?? []).map(({ attempt }) => attempt);

  it("retries a step until it succeeds, and counts anew for the next step", async () => {
    const run = await harness.runOf("f/flaky-step");
    expect(run).toMatchObject({ status: "Completed", output: { got: 2, attempt: 0 } });
    expect(attemptsOf(run.run_id)).toEqual([0, 1, 2]);
  });

  it("retries a function that throws outside its steps", async () => {
    const run = await harness.runOf("f/flaky-function");
    expect(run).toMatchObject({ status: "Completed", output: "at last" });
    expect(attemptsOf(run.run_id)).toEqual([0, 1, 2]);
  });

  it("retries one parallel step without running its sibling again", async () => {
    const run = await harness.runOf("f/flaky-parallel");
    expect(run).toMatchObject({ status: "Completed", output: ["good", "mended"] });
    expect([attemptsOf(run.run_id), attemptsOf(`${run.run_id} good`)]).toEqual([[0, 1, 2], [0]]);
  });

  it("does not repeat what must not be repeated", async () => {
    const run = await harness.runOf("f/non-retriable");
    expect(run).toMatchObject({
      status: "Failed",
      output: { name: "NonRetriableError", message: "bad data" },
    });
    expect(attemptsOf(run.run_id)).toEqual([0]);
  });

  it("waits as long as the function asks before it repeats", async () => {
    const run = await harness.runOf("f/retry-after");
    expect(run.output).toBe("served");
    const [first, second] = attempts.get(run.run_id) ?? [];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("lets the function catch a step that failed for good", async () => {
    const run = await harness.runOf("f/caught");
    expect(run).toMatchObject({ status: "Completed", output: "mended boom" });
    expect(attemptsOf(run.run_id)).toEqual([0, 1]);
  });

  it("calls onFailure with function, run, error and the event", async () => {
    const run = await harness.runOf("f/with-handler", { order: 5 });
    expect(run.status).toBe("Failed");
    await eventually(() => expect(failures).toHaveLength(1));
    expect(failures).toMatchObject([
      {
        message: "boom",
        data: {
          function_id: "app-with-handler",
          run_id: run.run_id,
          error: { name: "TypeError", message: "boom" },
          event: { name: "f/with-handler", data: { order: 5 } },
        },
      },
    ]);
  });

  it("cancels a run that takes longer than its finish timeout", async () => {
    expect(await harness.runOf("f/overdue")).toMatchObject({
      status: "Cancelled",
      output: { message: "the function's finish timeout passed" },
    });
  });
});
