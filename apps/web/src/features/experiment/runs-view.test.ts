import { describe, expect, it } from "vitest";
import { parseRunsView, runsViewQuery, toRunSort, toTableSort } from "./runs-view";

const a = "a".repeat(32);
const b = "b".repeat(32);
const read = (query: string) => parseRunsView(new URLSearchParams(query));

describe("the address of a runs table", () => {
  it("names the order and the selected runs", () => {
    expect(read(`sort=metric.rmse&order=asc&selected=${a},${b}`)).toEqual({
      sort: { metric: "rmse", direction: "asc" },
      trials: false,
      selected: [a, b],
    });
    expect(read("sort=param.max_depth&order=desc").sort).toEqual({ param: "max_depth", direction: "desc" });
    expect(read("sort=duration&order=desc").sort).toEqual({ attribute: "duration", direction: "desc" });
  });

  it("is empty for the newest runs first with nothing selected", () => {
    expect(read("")).toEqual({
      sort: { attribute: "startTime", direction: "desc" },
      trials: false,
      selected: [],
    });
    expect(runsViewQuery(read(""))).toBe("");
  });

  it("names the trials only where they are shown", () => {
    const shown = read("trials=shown");
    expect(shown.trials).toBe(true);
    expect(runsViewQuery(shown)).toBe("?trials=shown");
    expect(read("trials=perhaps").trials).toBe(false);
  });

  it("takes what makes no sense as not said", () => {
    expect(read(`sort=colour&order=sideways&selected=${a},nonsense,${a}`)).toEqual({
      sort: { attribute: "startTime", direction: "desc" },
      trials: false,
      selected: [a],
    });
    expect(read("sort=metric.a%00b").sort).toEqual({ attribute: "startTime", direction: "desc" });
  });

  it("is written as it is read, also for keys with unusual letters", () => {
    expect(
      runsViewQuery({ sort: { metric: "rmse", direction: "asc" }, trials: true, selected: [a, b] }),
    ).toBe(`?sort=metric.rmse&order=asc&trials=shown&selected=${a},${b}`);
    const unusual = {
      sort: { metric: "val/größe: 2", direction: "asc" as const },
      trials: false,
      selected: [b],
    };
    expect(read(runsViewQuery(unusual).slice(1))).toEqual(unusual);
  });
});

it("names table columns as the address does", () => {
  for (const id of ["metric.rmse", "param.split.test", "name", "startTime"])
    expect(toTableSort(toRunSort({ id, descending: true }))).toEqual({ id, descending: true });
});
