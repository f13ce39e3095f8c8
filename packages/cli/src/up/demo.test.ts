import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { demoAt } from "./setup";

const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-demo-"));
afterAll(() => rmSync(directory, { recursive: true }));

const demo = {
  webUrl: "http://localhost:5000",
  inferenceUrl: "http://localhost:5001",
  email: "ada@example.com",
  curl: "curl -X POST http://localhost:5001/invocations -d '{}'",
};
const urls = { webUrl: "http://localhost:8080", inferenceUrl: "http://localhost:8081" };

it("the demo's facts and its curl follow the ports of the latest start", async () => {
  const file = path.join(directory, "demo.json");
  writeFileSync(file, JSON.stringify(demo), { mode: 0o600 });
  const moved = { ...demo, ...urls, curl: "curl -X POST http://localhost:8081/invocations -d '{}'" };
  expect(await demoAt(file, urls)).toEqual(moved);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(moved);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { mtimeMs } = statSync(file);
  expect(await demoAt(file, urls)).toEqual(moved);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

it("without a demo there are none", async () => {
  expect(await demoAt(path.join(directory, "nothing.json"), urls)).toBeNull();
});
