import { describe, expect, it } from "vitest";
import { ROLE_PERMISSIONS } from "@pipepilot/domain/permissions";
import type { Checklist } from "@pipepilot/domain/project/checklist-schema";
import { checklistItems, nextSteps } from "./checklist-items";
import { leaderboardQuery, parseLeaderboardAddress, writeOrder } from "./leaderboard-address";
import { trendValues } from "./trend-values";

describe("the leaderboard's part of the address", () => {
  const parse = (text: string) => parseLeaderboardAddress(new URLSearchParams(text));

  it("is read back as it was written", () => {
    for (const order of ["activity", "name", "best", "runs", "recent"] as const)
      for (const descending of [true, false]) {
        const text = writeOrder({ order, descending });
        expect(parse(text === null ? "" : `leaderboard=${text}`)).toEqual({ order, descending, all: false });
      }
  });

  it("is the newest activity first where it says nothing, or nonsense", () => {
    for (const text of [
      "",
      "leaderboard=",
      "leaderboard=-",
      "leaderboard=-constructor",
      "leaderboard=--best",
    ])
      expect(parse(text)).toEqual({ order: "activity", descending: true, all: false });
  });

  it("asks for ten, or for as many as come at once", () => {
    expect(leaderboardQuery("p", parse("")).limit).toBe(10);
    expect(leaderboardQuery("p", parse("experiments=all")).limit).toBe(100);
  });
});

describe("the picture of the best value", () => {
  const at = (minute: number) => new Date(minute * 60_000);

  it("holds a value until it is beaten, and until something last happened", () => {
    const values = trendValues(
      [
        { at: at(0), value: 9 },
        { at: at(23), value: 4 },
      ],
      at(46),
    );
    expect(values).toEqual([...Array<number>(12).fill(9), ...Array<number>(12).fill(4)]);
  });

  it("is one line where nothing was better than the first, and has gaps for what is not finite", () => {
    expect(trendValues([{ at: at(5), value: 7 }], null)).toEqual(Array<number>(24).fill(7));
    expect(new Set(trendValues([{ at: at(0), value: -Infinity }], at(9)))).toEqual(new Set([null]));
  });
});

describe("the checklist", () => {
  const empty: Checklist = {
    facts: {
      installed: { postgres: "18.4" },
      reachable: { name: "Ada" },
      tracking: null,
      config: null,
      registered: null,
      serving: null,
    },
    shown: null,
    next: { dataset: null, pipeline: null, version: null, experiment: null },
  };
  const place = { project: "homes", origin: "http://localhost:5220", version: "0.1.0" };
  const owner = { ...place, permissions: ROLE_PERMISSIONS.owner };
  const viewer = { ...place, permissions: ROLE_PERMISSIONS.viewer };

  it("says in a new project what is so, and what to do for the rest, with the port and project that are there", () => {
    const items = checklistItems(empty, owner);
    expect(items.map(({ title, done }) => [title, done])).toEqual([
      ["Installed", true],
      ["UI reachable", true],
      ["Tracking on", false],
      ["Config updated", false],
      ["Models auto-registered", false],
      ["Serving ready", false],
    ]);
    expect(items[1].sentence).toBe("Ada is signed in at http://localhost:5220/homes.");
    expect(items[2].command).toContain("export MLFLOW_TRACKING_URI=http://localhost:5220\n");
    expect(items[3].link).toMatchObject({ href: "/homes/datasets?upload", label: "Upload data" });
  });

  it("leads on from where the project stands", () => {
    const labels = (next: Partial<Checklist["next"]>, facts: Partial<Checklist["facts"]> = {}) =>
      nextSteps(
        { ...empty, facts: { ...empty.facts, ...facts }, next: { ...empty.next, ...next } },
        owner,
      ).map(({ label }) => label);
    expect(labels({})[0]).toBe("Upload a CSV");
    expect(labels({ dataset: "a/b" })[0]).toBe("Create a pipeline on a/b");
    expect(labels({ dataset: "d", pipeline: "p" })[0]).toBe("Run p");
    const registered = { model: "m", number: 1, at: new Date(0) };
    const version = { model: "m", number: 2 };
    expect(labels({ dataset: "d", pipeline: "p", version }, { registered })[0]).toBe(
      "Move m v2 to Production",
    );
    const serving = { model: "m", number: 2, instances: 1 };
    const all = labels({ dataset: "d", pipeline: "p", version, experiment: "e" }, { registered, serving });
    expect(all.slice(0, 2)).toEqual(["Ask m", "Compare the runs of e"]);
    expect(all).toHaveLength(5);
  });

  it("sends nobody where they may do nothing, and everybody somewhere", () => {
    expect(checklistItems(empty, viewer).map(({ link }) => link?.label ?? null)).toEqual([
      null,
      null,
      null,
      null,
      null,
      "Go to models",
    ]);
    expect(nextSteps(empty, viewer)).toHaveLength(3);
  });
});
