import type { MemberRow } from "@pipepilot/domain/member/schema";
import { expect, it } from "vitest";
import { labelsOf, suggestMember } from "./suggest-member";

const member = (userId: string, name: string, email: string): MemberRow => ({
  userId,
  name,
  email,
  role: "viewer",
  createdAt: new Date(0),
});
const ADA = member("1", "Ada Byron", "ada@example.com");
const GRACE = member("2", "Grace Hopper", "grace@example.com");
const OTHER = member("3", "Grace Hopper", "hopper@example.com");

const offered = (text: string, members = [ADA, GRACE]) =>
  suggestMember(text, text.length, members)?.options.map((option) => option.text) ?? null;

it("offers members by first name, last name and address, once an @ is typed", () => {
  expect(offered("thanks @")).toEqual(["@Ada Byron ", "@Grace Hopper "]);
  expect(offered("@hop")).toEqual(["@Grace Hopper "]);
  expect(offered("(@Grace H")).toEqual(["@Grace Hopper "]);
  expect(offered("@ADA@")).toEqual(null);
  expect(offered("no one")).toBeNull();
  expect(offered("mail ada@")).toBeNull();
  expect(offered("@zoe")).toEqual([]);
});

it("takes the place of what was typed, and of nothing else", () => {
  expect(suggestMember("a @gr b", 5, [GRACE])).toMatchObject({ from: 2, to: 5 });
});

it("tells two of one name apart, and who is gone", () => {
  expect(offered("@gr", [GRACE, OTHER])).toEqual([
    "@Grace Hopper (grace@example.com) ",
    "@Grace Hopper (hopper@example.com) ",
  ]);
  const gone = { userId: "9", name: "Ada Byron", isMember: false };
  expect(labelsOf([ADA], [gone, { userId: "1", name: "Ada Byron", isMember: true }])).toEqual(
    new Map([
      ["1", "Ada Byron"],
      ["9", "Ada Byron (no member any more)"],
    ]),
  );
});
