import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { guideBlocks, nameOf, readGuideFile, type GuideBlock } from "../../tooling/guide";
import { parseCommandLine } from "../src/command-line";
import { parseOptions } from "../src/up/options";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const HERE = { webUrl: "http://localhost:5000", trackKey: "pp_demo" };

/** A command's words after `npm start --`; comments at the end of a line are none. */
const wordsOf = (line: string, command: string) => {
  const own = line.replace(/\s+#.*$/, "").trim();
  expect(own.startsWith(command), line).toBe(true);
  const rest = own.slice(command.length).trim();
  expect(rest === "" || rest.startsWith("-- "), `npm keeps options for itself: ${line}`).toBe(true);
  return rest
    .replace(/^--\s+/, "")
    .split(/\s+/)
    .filter(Boolean);
};
const linesOf = ({ text }: GuideBlock) =>
  text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
const cases = (prover: string) =>
  guideBlocks(prover).flatMap((block) =>
    linesOf(block).map((line): [string, string] => [nameOf(block), line]),
  );

describe("the documents' commands", () => {
  it.each(cases("start"))("%s starts: %s", (_, line) => {
    // Which files there are is the reader's matter.
    const words = wordsOf(line, "npm start").map((word) => (word === "my.csv" ? import.meta.filename : word));
    expect(parseOptions(words, ROOT)).toMatchObject({ help: line.includes("--help") });
  });

  it.each(cases("cli"))("%s imports or exports: %s", (_, line) => {
    const options = parseCommandLine(wordsOf(line, "npm run pipepilot"), {}, HERE);
    if (line.includes("--help")) expect(options).toBeNull();
    else expect(options).toHaveProperty("command");
  });

  it("are scripts of the project, all of them named", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const reference = readGuideFile("docs/guide/command-reference.md");
    const named = [...reference.matchAll(/^\| `npm (?:run )?([\w:]+)` \|/gm)].map(([, script]) => script);
    expect(named.sort()).toEqual(Object.keys(scripts).sort());
  });

  it("name every option of npm start", () => {
    const guide =
      readGuideFile("docs/guide/quick-start.md") + readGuideFile("docs/guide/command-reference.md");
    for (const option of [
      "port",
      "inference-port",
      "host",
      "data",
      "target",
      "no-demo",
      "reset",
      "dev",
      "yes",
    ])
      expect(guide).toContain(`--${option}`);
  });
});
