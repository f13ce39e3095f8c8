import { expect, it } from "vitest";
import { searchGuide, type GuideSection } from "./search-guide";

const section = (slug: string, heading: string | null, text: string): GuideSection => ({
  slug,
  chapter: slug,
  heading,
  id: heading,
  text,
});
const SECTIONS = [
  section("serving", null, "The inference service"),
  section("serving", "Health", "Asks /ping without a key."),
  section("keys", "API keys", `${"word ".repeat(40)}Ping with a key ${"more ".repeat(60)}`),
  section("tracking", "Ping the server", "Nothing"),
];
const found = (query: string) => searchGuide(SECTIONS, query).map(({ section: { heading } }) => heading);

it("finds sections that have every word, those named by it first", () => {
  expect(found("ping")).toEqual(["Ping the server", "Health", "API keys"]);
  expect(found("PING key")).toEqual(["API keys", "Health"]);
  expect(found("ping nowhere")).toEqual([]);
  expect(found("inference")).toEqual([null]);
});

it("finds nothing for nothing", () => {
  expect(found("  ")).toEqual([]);
});

it("says the words around what it found", () => {
  const [, , { excerpt }] = searchGuide(SECTIONS, "ping");
  expect(excerpt).toMatch(/^… (word )+Ping with a key (more )+.*…$/);
  expect(excerpt.length).toBeLessThan(150);
  expect(searchGuide(SECTIONS, "health")[0].excerpt).toBe("Asks /ping without a key.");
});
