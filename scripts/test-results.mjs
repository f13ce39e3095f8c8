// What the runners wrote of their tests, added up; failures in full, since their own words stand far above by then.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./prepare.mjs";

const SHOWN_LINES = 12;

/** @param folder where mlflow.json, faults.json and playwright.json are */
export function readResults(folder) {
  const workspaces = ["packages", "apps"].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => path.join(root, group, name)),
  );
  const vitest = workspaces.map((workspace) => path.join(workspace, "test-results/vitest.json"));
  const results = [
    ...[...vitest, path.join(folder, "faults.json")].filter(existsSync).map(readVitest),
    ...[path.join(folder, "mlflow.json")].filter(existsSync).map(readUnittest),
    ...[path.join(folder, "playwright.json")].filter(existsSync).map(readPlaywright),
  ];
  const sum = (count) => results.reduce((total, result) => total + result[count], 0);
  return {
    passed: sum("passed"),
    failed: sum("failed"),
    skipped: sum("skipped"),
    failures: results.flatMap(({ failures }) => failures),
  };
}

function readVitest(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.filter(({ status }) => status === "failed").flatMap(failuresOf),
  };
}

function failuresOf({ name, message, assertionResults }) {
  const file = path.relative(root, name);
  const failed = assertionResults.filter(({ status }) => status === "failed");
  // A file that cannot be read, or whose set-up fails, has no failing test.
  if (failed.length === 0) return [{ title: file, message: shortened(message) }];
  return failed.map(({ fullName, failureMessages }) => ({
    title: `${file} > ${fullName}`,
    message: shortened(failureMessages.join("\n")),
  }));
}

function readUnittest(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  // Python says last what went wrong.
  const failures = report.failures.map(({ title, message }) => ({
    title: `mlflow > ${title}`,
    message: shortened(message.trim().split("\n").slice(-SHOWN_LINES).join("\n")),
  }));
  return { ...report, failures };
}

function readPlaywright(file) {
  const { stats, suites, errors } = JSON.parse(readFileSync(file, "utf8"));
  const failed = suites.flatMap(specsOf).filter(({ ok }) => !ok);
  const messageOf = ({ tests }) =>
    tests.flatMap(({ results }) => results.flatMap((result) => result.errors.map(({ message }) => message)));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: [
      ...errors.map(({ message }) => ({ title: "browser", message: shortened(message) })),
      ...failed.map((spec) => ({
        title: `${spec.file} > ${spec.title}`,
        message: shortened(messageOf(spec).join("\n")),
      })),
    ],
  };
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

function shortened(message = "") {
  return stripVTControlCharacters(message)
    .split("\n")
    .slice(0, SHOWN_LINES)
    .map((line) => `    ${line}`)
    .join("\n");
}
