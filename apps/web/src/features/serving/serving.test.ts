import type { InstanceLoad } from "@pipepilot/domain/serving/schema";
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlExample } from "./curl-example";
import { servingState } from "./serving-state";

describe("a call to paste", () => {
  it("asks the key's default model or one by name", () => {
    expect(
      curlExample({ url: "http://localhost:5001/", model: null, row: { rooms: 3, area: "NEAR BAY" } }),
    ).toBe(
      `curl -X POST http://localhost:5001/invocations \\
  -H "Authorization: Bearer $PIPEPILOT_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"dataframe_split":{"columns":["rooms","area"],"data":[[3,"NEAR BAY"]]}}'`,
    );
    expect(curlExample({ url: "http://localhost:5001", model: "a b", row: {} })).toContain(
      "http://localhost:5001/models/a%20b/invocations",
    );
  });

  it("comes through a shell as it was meant, quotes and all", () => {
    const row = { "it's": `"$HOME" \`x\` \\ '` };
    const echoed = curlExample({ url: "http://localhost:5001", model: "o'neil", row }).replace(
      /^curl/,
      "printf '%s\\n'",
    );
    const words = execFileSync("sh", ["-c", echoed], {
      encoding: "utf8",
      env: { ...process.env, PIPEPILOT_API_KEY: "pp_k" },
    });
    const lines = words.trimEnd().split("\n");
    expect(lines).toContain("Authorization: Bearer pp_k");
    expect(lines).toContain("http://localhost:5001/models/o'neil/invocations");
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
      dataframe_split: { columns: Object.keys(row), data: [Object.values(row)] },
    });
  });
});

describe("what serves a version", () => {
  const load = (state: InstanceLoad["state"], number = 3, error: string | null = null) =>
    ({ model: "m", number, state, error }) as InstanceLoad;
  const version = { model: "m", number: 3 };

  it("is what living processes have ready", () => {
    const instances = [
      { alive: true, loads: [load("ready")] },
      { alive: true, loads: [load("loading"), load("ready", 2)] },
      { alive: false, loads: [load("ready")] },
    ];
    expect(servingState(instances, version)).toEqual({ state: "ready", instances: 1, error: null });
    expect(servingState(instances.slice(1), version)).toEqual({
      state: "loading",
      instances: 0,
      error: null,
    });
    expect(servingState(instances.slice(2), version)).toBeNull();
  });

  it("says why a version could not be loaded", () => {
    expect(servingState([{ alive: true, loads: [load("failed", 3, "hash differs")] }], version)).toEqual({
      state: "failed",
      instances: 0,
      error: "hash differs",
    });
  });
});
