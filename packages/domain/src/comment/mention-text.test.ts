import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentionedIds, mentionLabels, withIds, withNames } from "./mention-text";

const ADA = "0198a000-0000-7000-8000-000000000001";
const ADAM = "0198a000-0000-7000-8000-000000000002";
const labels = new Map([
  [ADA, "Ada"],
  [ADAM, "Ada M. Byron"],
]);

describe("names in comments", () => {
  it("are kept as ids, the longest of those that begin alike", () => {
    expect(withIds("@Ada and @Ada M. Byron, see @Adam", labels)).toBe(`<@${ADA}> and <@${ADAM}>, see @Adam`);
  });

  it("are no names inside words and addresses", () => {
    const text = "mail ada@Ada.example, @Adaptive rates, @";
    expect(withIds(text, labels)).toBe(text);
  });

  it("are told apart by their address where two have the same", () => {
    const two = mentionLabels([
      { userId: ADA, name: "Ada", email: "ada@example.com" },
      { userId: ADAM, name: "Ada", email: "byron@example.com" },
    ]);
    expect(withIds("@Ada (byron@example.com) or @Ada?", two)).toBe(`<@${ADAM}> or @Ada?`);
  });

  it("come back as they were written, whatever stands around them", () => {
    const word = fc.constantFrom(
      "@Ada",
      "@Ada M. Byron",
      "<@",
      ">",
      " ",
      "\n",
      "`@`",
      "é",
      "@",
      "x",
      "(",
      ")",
      ".",
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join("");
        const kept = withIds(text, labels);
        expect(withNames(kept, labels)).toBe(text);
        expect(withIds(withNames(kept, labels), labels)).toBe(kept);
      }),
    );
  });

  it("are found once each, and no more than fifty", () => {
    expect(mentionedIds(`<@${ADA}> <@${ADAM}><@${ADA}> <@not-an-id> @Ada`)).toEqual([ADA, ADAM]);
    const many = Array.from({ length: 60 }, () => `<@${crypto.randomUUID()}>`).join(" ");
    expect(mentionedIds(many)).toHaveLength(50);
  });
});
