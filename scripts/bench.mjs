// Prints a table of figures against their references and writes bench/results.json. Figures are measured in this run, on
// this machine; on a shared one read the ratios.
import { cpus, totalmem } from "node:os";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
await ensureInstalled();
await ensureBuilt();
const { tsImport } = await import("tsx/esm/api");
const only = process.argv.slice(2);

const SUITES = {
  trees: ["../packages/ml/bench/trees.bench.ts", "benchTrees"],
  inngest: ["../packages/embedded-inngest/bench/latency.bench.ts", "benchInngest"],
  serving: ["../apps/inference/bench/serving.bench.ts", "benchServing"],
  start: ["../tests/bench/start.bench.ts", "benchStart"],
};

process.stdout.write(
  `\n  ${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n\n`,
);
const results = [];
for (const [suite, [file, name]] of Object.entries(SUITES)) {
  if (only.length > 0 && !only.includes(suite)) continue;
  const module = await tsImport(file, import.meta.url);
  for (const figure of await module[name]()) {
    const result = { suite, reference: null, ...figure };
    result.ratio = result.reference ? result.value / result.reference : null;
    results.push(result);
    const reference =
      result.reference === null
        ? ""
        : `   reference ${write(result.reference)} ${result.unit}, ratio ${result.ratio.toFixed(2)}`;
    process.stdout.write(
      `  ${result.name.padEnd(58)}${write(result.value).padStart(12)} ${result.unit.padEnd(12)}${reference}\n`,
    );
  }
}
mkdirSync(path.join(root, "bench"), { recursive: true });
writeFileSync(path.join(root, "bench/results.json"), `${JSON.stringify(results, null, 2)}\n`);
process.stdout.write("\n  written to bench/results.json\n\n");
process.exit(0);

function write(value) {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : Number(value.toPrecision(3)).toString();
}
