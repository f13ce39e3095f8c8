// Prints a table of figures against their references and writes bench/results.json; with --write also docs/bench.md. Figures
// are measured in this run, on this machine; on a shared one read the ratios. Arguments name suites; none: all of them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { benchPage, machineNow, readable } from "./bench-page.mjs";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./prepare.mjs";

/** What has to be built for suites that need no program. */
const NEEDS = {
  learning: "@pipepilot/ml",
  trees: "@pipepilot/ml",
  search: "@pipepilot/db",
  leaderboard: "@pipepilot/db",
};

requireNode();
await ensureInstalled();
const only = process.argv.slice(2).filter((argument) => argument !== "--write");
const needs = only.map((suite) => NEEDS[suite]);
await ensureBuilt(needs.every((name) => name !== undefined) ? [...new Set(needs)] : []);
const { tsImport } = await import("tsx/esm/api");

const SUITES = {
  learning: ["../packages/ml/bench/learning.bench.ts", "benchLearning"],
  trees: ["../packages/ml/bench/trees.bench.ts", "benchTrees"],
  inngest: ["../packages/embedded-inngest/bench/latency.bench.ts", "benchInngest"],
  search: ["../packages/domain/bench/search.bench.ts", "benchSearch"],
  leaderboard: ["../packages/domain/bench/leaderboard.bench.ts", "benchLeaderboard"],
  serving: ["../apps/inference/bench/serving.bench.ts", "benchServing"],
  tracking: ["../apps/tracking/bench/tracking.bench.ts", "benchTracking"],
  start: ["../tests/bench/start.bench.ts", "benchStart"],
  pages: ["../tests/bench/pages.bench.ts", "benchPages"],
};

const machine = machineNow();
process.stdout.write(`\n  ${machine}\n\n`);
const results = [];
for (const [suite, [file, name]] of Object.entries(SUITES)) {
  if (only.length > 0 && !only.includes(suite)) continue;
  const module = await tsImport(file, import.meta.url);
  for (const figure of await module[name]()) {
    const result = { suite, ...figure, reference: figure.reference ?? null };
    result.ratio = result.reference ? result.value / result.reference : null;
    results.push(result);
    process.stdout.write(`  ${result.name.padEnd(72)}${amount(result).padStart(14)}${comparison(result)}\n`);
  }
}
mkdirSync(path.join(root, "bench"), { recursive: true });
writeFileSync(path.join(root, "bench/results.json"), `${JSON.stringify(results, null, 2)}\n`);
if (process.argv.includes("--write")) {
  const file = path.join(root, "docs/bench.md");
  const page = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, benchPage(results, { before: machine, after: machineNow() }, page));
}
process.stdout.write("\n  written to bench/results.json\n\n");
process.exit(0);

function amount({ value, unit }) {
  return `${readable(value)} ${unit}`;
}

function comparison({ reference, unit, ratio, against, goal, isMet }) {
  const compared =
    reference === null
      ? ""
      : `${against ?? "reference"} ${readable(reference)} ${unit}, ratio ${ratio.toFixed(2)}`;
  const judged = goal === undefined ? "" : `${isMet ? "met" : "MISSED"}: ${goal}`;
  return [compared, judged]
    .filter((part) => part !== "")
    .map((part) => `   ${part}`)
    .join("");
}
