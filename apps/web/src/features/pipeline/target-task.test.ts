import { describe, expect, it } from "vitest";
import type { ColumnProfile, DatasetColumn } from "@pipepilot/domain/dataset/schema";
import { identifierColumns, targetView } from "./target-task";

function profile(own: Partial<ColumnProfile>): ColumnProfile {
  return {
    name: "y",
    missing: 0,
    distinct: 2,
    min: null,
    max: null,
    mean: null,
    std: null,
    quantiles: null,
    topValues: [],
    histogram: null,
    maxLength: null,
    ...own,
  };
}
const column = (type: DatasetColumn["type"], name = "y"): DatasetColumn => ({ name, type, nullable: false });

describe("targetView", () => {
  it("reads texts and few whole numbers as classes", () => {
    const text = profile({
      topValues: [
        { value: "N", count: 1 },
        { value: "Y", count: 2 },
      ],
    });
    expect(targetView(column("string"), text, 100)).toMatchObject({
      task: "classification",
      about: "2 classes: N, Y",
      problem: null,
    });
    expect(targetView(column("integer"), profile({ min: 0, max: 1 }), 100).task).toBe("classification");
  });

  it("reads other numbers as values", () => {
    expect(targetView(column("float"), profile({ distinct: 900, min: 0, max: 1500.5 }), 1000)).toMatchObject({
      task: "regression",
      about: "from 0 to 1,500.5",
    });
    expect(targetView(column("integer"), profile({ distinct: 21, min: 0, max: 20 }), 100).task).toBe(
      "regression",
    );
  });

  it("says why a column cannot be learned", () => {
    expect(targetView(column("string"), profile({ distinct: 1 }), 100).problem).toBe(
      "the same value in every row",
    );
    expect(targetView(column("string"), profile({ missing: 100 }), 100).problem).toBe("no value in any row");
    expect(targetView(column("string"), profile({ distinct: 101 }), 200).problem).toBe("101 different texts");
  });
});

describe("identifierColumns", () => {
  it("finds names and counters of rows, not measurements that happen to differ", () => {
    const columns = [column("string", "id"), column("integer", "row"), column("integer", "income")];
    const profiles = [
      profile({ name: "id", distinct: 100 }),
      profile({ name: "row", distinct: 100, min: 0, max: 99 }),
      profile({ name: "income", distinct: 100, min: 150, max: 81_000 }),
    ];
    expect(identifierColumns(columns, profiles, 100)).toEqual(["id", "row"]);
  });
});
