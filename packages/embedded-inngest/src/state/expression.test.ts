import { describe, expect, it } from "vitest";
import { compileExpression, evaluateExpression, matchesExpression } from "./expression";

const scope = {
  event: { name: "a/b", data: { id: 7, org: "x", nested: { "odd key": [true, false] }, text: "it's" } },
  async: { data: { id: 7, org: "y" } },
};

describe("expressions", () => {
  it.each([
    ["event.data.id == async.data.id", true],
    ["event.data.org == async.data.org", false],
    ["event.data.org != async.data.org", true],
    ["event.data.id > 6 && event.data.id <= 7", true],
    ["event.data.id < 7 || event.name == 'a/b'", true],
    ["!(event.data.id == 7)", false],
    ["event.data.missing == null", true],
    ["event.data.missing.deeper == null", true],
    ["event.data.org > 3", false],
    ["event.data.nested['odd key'][0] == true", true],
    ["event.data.text == 'it\\'s'", true],
    ["event.data.id == -7", false],
    ["1 == 1 && 2 == 3 || 4 == 4", true],
    ["event.data.org + '-' + event.data.id", "x-7"],
    ["event.data.constructor == null", true],
  ])("%s is %s", (source, value) => {
    expect(evaluateExpression(source, scope)).toBe(value);
  });

  it("matches everything when there is none", () => {
    expect(matchesExpression(undefined, scope)).toBe(true);
  });

  it.each([
    "event.data.list.exists(x, x == 1)",
    "event.data.a in [1]",
    "event.data.a ? 1 : 2",
    "event.",
    "a ==",
    "(event.data.a",
    "event.data.a ==== 1",
  ])("refuses %s", (source) => {
    expect(() => compileExpression(source, ["event", "async"])).toThrow(/not supported/);
  });

  it("refuses a path that starts elsewhere", () => {
    expect(() => compileExpression("async.data.id == 1", ["event"])).toThrow('starts a path at "async"');
    expect(() => compileExpression("process.env == 1", ["event", "async"])).toThrow(
      'starts a path at "process"',
    );
  });
});
