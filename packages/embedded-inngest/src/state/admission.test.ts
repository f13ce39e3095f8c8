import { describe, expect, it } from "vitest";
import { admit } from "./admission";

const waiting = (...keys: string[][]): { name: number; slotKeys: string[] }[] =>
  keys.map((slotKeys, name) => ({ name, slotKeys }));

describe("admit", () => {
  it("gives free slots to the oldest", () => {
    expect(
      admit(waiting(["0"], ["0"], ["0"]), new Map([["0", 1]]), [{ limit: 3 }]).map(({ name }) => name),
    ).toEqual([0, 1]);
  });

  it("lets those behind pass whose key is free", () => {
    const limits = [{ limit: 10 }, { limit: 1, key: "event.data.org" }];
    const held = new Map([
      ["0", 1],
      ["1:a", 1],
    ]);
    expect(
      admit(waiting(["0", "1:a"], ["0", "1:b"], ["0", "1:b"]), held, limits).map(({ name }) => name),
    ).toEqual([1]);
  });
});
