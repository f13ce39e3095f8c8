import { describe, expect, it } from "vitest";
import { leaderboardQuery, parseLeaderboardAddress, writeOrder } from "./leaderboard-address";
import { trendValues } from "./trend-values";

describe("the leaderboard's part of the address", () => {
  const parse = (text: string) => parseLeaderboardAddress(new URLSearchParams(text));

  it("is read back as it was written", () => {
    for (const order of ["activity", "name", "best", "runs", "recent"] as const)
      for (const descending of [true, false]) {
        const text = writeOrder({ order, descending });
        expect(parse(text === null ? "" : `leaderboard=${text}`)).toEqual({ order, descending, all: false });
      }
  });

  it("is the newest activity first where it says nothing, or nonsense", () => {
    for (const text of [
      "",
      "leaderboard=",
      "leaderboard=-",
      "leaderboard=-constructor",
      "leaderboard=--best",
    ])
      expect(parse(text)).toEqual({ order: "activity", descending: true, all: false });
  });

  it("asks for ten, or for as many as come at once", () => {
    expect(leaderboardQuery("p", parse("")).limit).toBe(10);
    expect(leaderboardQuery("p", parse("experiments=all")).limit).toBe(100);
  });
});

describe("the picture of the best value", () => {
  const at = (minute: number) => new Date(minute * 60_000);

  it("holds a value until it is beaten, and until something last happened", () => {
    const values = trendValues(
      [
        { at: at(0), value: 9 },
        { at: at(23), value: 4 },
      ],
      at(46),
    );
    expect(values).toEqual([...Array<number>(12).fill(9), ...Array<number>(12).fill(4)]);
  });

  it("is one line where nothing was better than the first, and has gaps for what is not finite", () => {
    expect(trendValues([{ at: at(5), value: 7 }], null)).toEqual(Array<number>(24).fill(7));
    expect(new Set(trendValues([{ at: at(0), value: -Infinity }], at(9)))).toEqual(new Set([null]));
  });
});
