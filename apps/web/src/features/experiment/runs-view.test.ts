import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metricKey } from "@pipepilot/domain/run/keys";
import { RUN_COLUMNS } from "@pipepilot/domain/saved-view/schema";
import { filterProblem, orderOf, parseRunsAddress, runsQuery, toSort } from "./runs-view";

const a = "a".repeat(32);
const b = "b".repeat(32);
const read = (query: string) => parseRunsAddress(new URLSearchParams(query));
const nothing = { filter: "", order: null, columns: null, pinned: [], trials: false, group: null };

describe("the address of a runs table", () => {
  it("is empty for the newest runs first with nothing selected", () => {
    expect(read("")).toEqual({ view: nothing, trash: false, selected: [] });
    expect(runsQuery(read(""))).toBe("");
    expect(runsQuery(read("order=start_time+DESC"))).toBe("");
  });

  it("says filter and order in MLflow's words, and which columns there are", () => {
    const query =
      "?filter=metrics.r2+%3E+0.8&order=metrics.r2+DESC&columns=status,metrics.r2,params.max_depth&pinned=metrics.r2" +
      `&trials=shown&group=max_depth&show=trash&selected=${a},${b}`;
    expect(read(query)).toEqual({
      view: {
        filter: "metrics.r2 > 0.8",
        order: "metrics.r2 DESC",
        columns: ["status", "metrics.r2", "params.max_depth"],
        pinned: ["metrics.r2"],
        trials: true,
        group: "max_depth",
      },
      trash: true,
      selected: [a, b],
    });
    expect(runsQuery(read(query))).toBe(query);
  });

  it("takes what makes no sense as not said, but leaves a filter to be mended", () => {
    const found = read(
      `filter=metrics.r2+%3E&order=colour&columns=colour,status,status,metrics.&pinned=x&trials=perhaps&group=%00&selected=${a},no,${a}`,
    );
    expect(found).toEqual({
      view: { ...nothing, filter: "metrics.r2 >", columns: ["status"] },
      trash: false,
      selected: [a],
    });
    expect(filterProblem(found.view.filter)).toMatchObject({ position: 12, length: 0 });
    expect(filterProblem("metrics.r2 > 1")).toBeNull();
  });

  it("keeps more selected runs than an address holds in the browser's session", () => {
    const selected = Array.from({ length: 51 }, (_, index) => index.toString(16).padStart(32, "0"));
    expect(runsQuery({ ...read(""), selected })).toBe("?selected=kept");
    expect(read("selected=kept").selected).toBe("kept");
  });

  it("is read as it was written, whatever keys there are", () => {
    const key = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => metricKey.safeParse(text).success);
    const column = fc.oneof(
      fc.constantFrom(...RUN_COLUMNS),
      fc.tuple(fc.constantFrom("metrics", "params", "tags"), key).map((parts) => parts.join(".")),
    );
    const columns = fc.uniqueArray(column, { maxLength: 5 });
    const address = fc.record({
      view: fc.record({
        filter: fc.constantFrom("", "metrics.`a b` > 1 AND params.x = '50% & more'", "tags.\"ü\" LIKE '%+%'"),
        order: fc.oneof(
          fc.constant(null),
          fc
            .tuple(
              column.filter((id) => id !== "versions"),
              fc.boolean(),
            )
            .map(([id, descending]) => orderOf({ id, descending })),
        ),
        columns: fc.option(fc.uniqueArray(column, { minLength: 1, maxLength: 5 })),
        pinned: columns,
        trials: fc.boolean(),
        group: fc.option(key),
      }),
      trash: fc.boolean(),
      selected: fc.constantFrom([], [a], [a, b]),
    });
    fc.assert(
      fc.property(address, (written) => {
        expect(read(runsQuery(written).slice(1))).toEqual(written);
      }),
    );
  });
});

it("names table columns as the address does", () => {
  for (const id of ["metrics.rmse", "metrics.val/größe: 2", "params.split.test", "run_name", "duration"])
    expect(toSort(orderOf({ id, descending: true }))).toEqual({ id, descending: true });
});
