import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressPart, nameOfPart } from "./address-part";

/** What a browser asks for, and what the proxy before the pages refuses to pass on. */
function passes(part: string): boolean {
  const asked = `/bike/experiments/${part}/runs/0`;
  const { pathname } = new URL(asked, "http://site.example");
  const decoded = decodeURIComponent(pathname);
  return pathname === asked && !decoded.includes("/..") && !decoded.includes("../");
}

describe("a name as a part of an address", () => {
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
    expect(addressPart(name)).toBe(part);
    expect(nameOfPart(decodeURIComponent(part))).toBe(name);
    expect(passes(part)).toBe(true);
  });

  it("can stand in an address and leads back to the name, whatever it is", () => {
    const names = fc.oneof(
      fc.string({ unit: fc.constantFrom(".", "/", "~", "\\", "a", "%"), minLength: 1, maxLength: 12 }),
      fc.string({ unit: "grapheme", minLength: 1 }),
    );
    fc.assert(
      fc.property(names, names, (name, other) => {
        const part = addressPart(name);
        expect(nameOfPart(decodeURIComponent(part))).toBe(name);
        expect(passes(part)).toBe(true);
        if (name !== other) expect(addressPart(other)).not.toBe(part);
      }),
      { numRuns: 2000 },
    );
  });
});
