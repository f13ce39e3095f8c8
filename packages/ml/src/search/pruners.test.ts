import { describe, expect, it } from "vitest";
import { prunerSchema, shouldPrune } from "./pruners";
import { createStudy, type Study } from "./study";
import { searchSpace } from "./space";

const space = searchSpace({ x: { float: [0, 1] } });
const study = (pruner: Parameters<typeof prunerSchema.parse>[0], direction: "minimize" | "maximize") =>
  createStudy({
    space,
    sampler: { kind: "random" },
    pruner: prunerSchema.parse(pruner),
    direction,
    seed: 1,
  });

/** Reports these values from step 1 on; what the last report answers. */
function run(each: Study, values: readonly number[], end: "complete" | "open" = "complete"): string {
  const { id } = each.ask() ?? { id: -1 };
  const verdict = values.map((value, index) => each.report(id, index + 1, value)).at(-1) ?? "";
  if (end === "complete") each.tell(id, values.at(-1) ?? 0);
  return verdict;
}

describe("the median pruner", () => {
  it("waits for five complete trials, then ends what is worse than their median at that step", () => {
    const each = study({ kind: "median" }, "minimize");
    for (const value of [1, 2, 3, 4]) expect(run(each, [value])).toBe("keep");
    expect(run(each, [100])).toBe("keep");
    // The median of 1, 2, 3, 4 and 100 is 3.
    expect(run(each, [3], "open")).toBe("keep");
    expect(run(each, [3.01], "open")).toBe("prune");
    // Nobody got to step 2.
    expect(run(each, [2, 500], "open")).toBe("keep");
  });

  it("judges by the best report so far, in either direction", () => {
    const each = study({ kind: "median", n_startup_trials: 1 }, "maximize");
    run(each, [0.5, 0.8]);
    expect(run(each, [0.9, 0.1], "open")).toBe("keep");
    expect(run(each, [0.4], "open")).toBe("prune");
    expect(run(each, [NaN], "open")).toBe("prune");
  });

  it("checks after the warm-up and once in each interval", () => {
    const pruner = { kind: "median", n_startup_trials: 1, n_warmup_steps: 2, interval_steps: 3 };
    const each = study(pruner, "minimize");
    run(each, [1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const { id } = each.ask() ?? { id: 0 };
    const verdicts = [1, 2, 3, 4, 5, 6, 8, 9].map((step) => each.report(id, step, 9));
    expect(verdicts).toEqual(["keep", "prune", "keep", "keep", "prune", "keep", "prune", "keep"]);
  });
});

describe("successive halving", () => {
  const pruner = { kind: "successive_halving", reduction_factor: 2 };

  it("lets the best half go on at steps 1, 2, 4, 8", () => {
    const each = study(pruner, "minimize");
    // First at a rung: goes on. Then it must be the least of two or three, among the two least of four.
    expect(run(each, [5], "open")).toBe("keep");
    expect(run(each, [6], "open")).toBe("prune");
    expect(run(each, [7], "open")).toBe("prune");
    expect(run(each, [5.5], "open")).toBe("keep");
    expect(run(each, [5.5, 1, 9], "open")).toBe("keep");
    expect(run(each, [5, 2], "open")).toBe("prune");
    expect(run(each, [NaN], "open")).toBe("prune");
  });

  it("decides alike wherever the trials are kept", () => {
    const options = prunerSchema.parse(pruner);
    const others = [
      { state: "pruned" as const, reports: [[1, 0.9] as const] },
      { state: "complete" as const, reports: [[1, 0.7] as const, [2, 0.8] as const] },
    ];
    expect(shouldPrune(options, "maximize", { reports: [[1, 0.8]] }, others)).toBe(true);
    expect(shouldPrune(options, "maximize", { reports: [[1, 0.95]] }, others)).toBe(false);
    expect(shouldPrune(options, "maximize", { reports: [] }, others)).toBe(false);
    expect(shouldPrune({ kind: "none" }, "maximize", { reports: [[1, NaN]] }, others)).toBe(false);
  });

  it("starts at min_resource and leaves out the first rungs it is told to", () => {
    const late = prunerSchema.parse({ ...pruner, min_resource: 3, min_early_stopping_rate: 1 });
    const others = [{ state: "complete" as const, reports: [[6, 0] as const] }];
    expect(shouldPrune(late, "minimize", { reports: [[5, 1]] }, others)).toBe(false);
    expect(shouldPrune(late, "minimize", { reports: [[6, 1]] }, others)).toBe(true);
  });
});
