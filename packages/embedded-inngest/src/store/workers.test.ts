import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isGone, thisProcess, type WorkerRow } from "./workers";

const self = thisProcess();
const dead = spawnSync(process.execPath, ["--version"]).pid;
const worker = (changes: Partial<WorkerRow>): WorkerRow => ({
  ...self,
  id: "pool-1",
  secondsSilent: 0,
  ...changes,
});

describe("isGone", () => {
  it("knows at once that a process of this machine has ended", () => {
    expect(isGone(worker({ pid: dead }), self, false)).toBe(true);
  });

  it.skipIf(self.started === "")("is not deceived by another process that got the same number", () => {
    expect(isGone(worker({ started: "1" }), self, false)).toBe(true);
  });

  it("leaves a process of this machine that runs a minute to say something", () => {
    expect([0, 30, 61].map((secondsSilent) => isGone(worker({ secondsSilent }), self, true))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("gives up a silent worker of another machine after eight seconds, unless it was itself away", () => {
    const elsewhere = (secondsSilent: number): WorkerRow =>
      worker({ host: "elsewhere", pid: dead, secondsSilent });
    expect([
      isGone(elsewhere(7), self, true),
      isGone(elsewhere(9), self, true),
      isGone(elsewhere(9), self, false),
    ]).toEqual([false, true, false]);
  });
});
