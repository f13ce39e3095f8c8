import { expect, it } from "vitest";
import { activityHref, activityInput, parseActivityAddress } from "./activity-address";
import { byDay } from "./days";

const NOW = Date.parse("2026-03-03T10:00:00Z");
const at = (...times: string[]) => times.map((time) => ({ at: new Date(time) }));
const shown = (timeZone: string) =>
  byDay(
    at("2026-03-03T09:00Z", "2026-03-03T00:30Z", "2026-03-02T23:30Z", "2026-02-27T12:00Z"),
    NOW,
    timeZone,
  ).map(({ title, items }) => [title, items.length]);

it("puts what happened together by the reader's days", () => {
  expect(shown("UTC")).toEqual([
    ["Today", 2],
    ["Yesterday", 1],
    ["Friday, February 27, 2026", 1],
  ]);
  expect(shown("America/New_York")).toEqual([
    ["Today", 1],
    ["Yesterday", 2],
    ["Friday, February 27, 2026", 1],
  ]);
  expect(byDay([], NOW)).toEqual([]);
});

it("reads the feed's filters from an address, and leaves out what is none", () => {
  const person = "0198a000-0000-7000-8000-000000000001";
  const read = (text: string) => parseActivityAddress(new URLSearchParams(text));
  expect(read(`person=${person}&kind=runs`)).toEqual({ person, kind: "runs" });
  expect(read("person=ada&kind=cats")).toEqual({ person: null, kind: null });
  expect(activityHref("p", { person, kind: "runs" })).toBe(`/p/activity?person=${person}&kind=runs`);
  expect(activityHref("p", read(""))).toBe("/p/activity");
  expect(activityInput("p", { person: null, kind: "data" })).toEqual({ project: "p", kind: "data" });
});
