// The page of figures, docs/bench.md, from one run of scripts/bench.mjs.
import { cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine, and how busy it is at this moment. */
export function machineNow() {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg().map((each) => each.toFixed(1));
  return `${cpus()[0].model}, ${cpus().length} cores, ${gigabytes} GiB, ${type()} ${release()}, Node ${process.versions.node}; load average ${load.join(", ")}`;
}

/** The page with these results in it: sections of other suites stay as they were measured. */
export function benchPage(results, { before, after }, page = "") {
  const sections = new Map(
    page
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [/^## (\S+)/.exec(text)[1], text.trim()]),
  );
  const load = after.slice(after.indexOf("load average"));
  for (const suite of new Set(results.map((result) => result.suite))) {
    const own = results.filter((result) => result.suite === suite);
    sections.set(
      suite,
      section(suite, own, `${before} (1, 5 and 15 minutes) before the run, ${load} after it`),
    );
  }
  return `# Figures

Written by \`npm run bench -- <suites> --write\`; not edited by hand. Each suite says when it was measured and on what.

- A ratio is ours over the reference's: below 1 is faster, smaller, and for rates (in anything per second) above 1 is faster. Where there is a CPU
  ratio, it compares the CPU seconds of all threads, which other programs on the machine disturb less. Threads of OpenMP that wait in a loop count there too.
- Fits are the best of a few rounds, predictions and explanations medians. References with a version were measured in the same run, right after
  ours and on the same prepared rows; those called noted, and those of MLflow without a version, were not.
- MLflow's noted figures are of its server 3.11 with 4 workers and PostgreSQL, and of its scoring server, on a machine of this kind.

To repeat it: Node, this repository, for the pages a Chromium, for learning a Python with scikit-learn, XGBoost and LightGBM, for tracking one with MLflow and psycopg2, named by \`PIPEPILOT_BENCH_PYTHON\`
(else \`python3\`); without one that part is left out. The files housing.csv and loan.csv in ../shared/data are used where they are there; else housing is generated
and loans are left out. The data of one million rows is generated from a seed.

${[...sections.values()].join("\n\n")}
`;
}

function section(suite, results, machine) {
  const rows = results.map(({ name, value, unit, reference, against, ratio, cpuRatio, goal, isMet }) => [
    name,
    `${readable(value)} ${unit}`,
    reference === null ? "" : `${readable(reference)} ${unit}`,
    against ?? "",
    ratio === null ? "" : ratio.toFixed(2),
    cpuRatio === undefined ? "" : cpuRatio.toFixed(2),
    goal === undefined ? "" : `${goal}: ${isMet ? "met" : "**missed**"}`,
  ]);
  const head = ["figure", "PipePilot", "reference", "of", "ratio", "CPU ratio", "goal"];
  const lines = [head, ["---", "---:", "---:", "---", "---:", "---:", "---"], ...rows];
  return [
    `## ${suite}`,
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)} on ${machine}.`,
    "",
    ...lines.map((cells) => `| ${cells.map((cell) => cell.trim()).join(" | ")} |`),
  ].join("\n");
}

/** Four digits of what is small, whole numbers of what is large. */
export function readable(value) {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : Number(value.toPrecision(4)).toString();
}
