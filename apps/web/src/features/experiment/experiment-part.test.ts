import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { experimentIn, experimentPart } from "./experiment-part";

/** What a browser asks for, and what the proxy before the pages refuses to pass on. */
function passes(part: string): boolean {
  const asked = `/bike/experiments/${part}/runs/0`;
  const { pathname } = new URL(asked, "http://site.example");
  const decoded = decodeURIComponent(pathname);
  return pathname === asked && !decoded.includes("/..") && !decoded.includes("../");
}

describe("an experiment's part of an address", () => {
  it.each([
    ["bike rental", "bike%20rental"],
    ["team/v1.2", "team%2Fv1.2"],
    ["~home", "~home"],
    [".hidden", ".hidden"],
    ["..", "~.~."],
    [".", "~."],
    ["../x", "~.~.%2Fx"],
    ["a/../b", "a%2F~.~.%2Fb"],
    ["wait..", "wait~.~."],
    ["~.", "~~."],
    ["0193b2f0-0000-7000-8000-000000000000", "0193b2f0-0000-7000-8000-000000000000"],
  ])("of %s is %s", (name, part) => {
    expect(experimentPart(name)).toBe(part);
    expect(experimentIn(decodeURIComponent(part))).toBe(name);
    expect(passes(part)).toBe(true);
  });

  it("can stand in an address and leads back to the name, whatever it is", () => {
    const names = fc.oneof(
      fc.string({ unit: fc.constantFrom(".", "/", "~", "\\", "a", "%"), minLength: 1, maxLength: 12 }),
      fc.string({ unit: "grapheme", minLength: 1 }),
    );
    fc.assert(
      fc.property(names, names, (name, other) => {
        const part = experimentPart(name);
        expect(experimentIn(decodeURIComponent(part))).toBe(name);
        expect(passes(part)).toBe(true);
        if (name !== other) expect(experimentPart(other)).not.toBe(part);
      }),
      { numRuns: 2000 },
    );
  });
});
