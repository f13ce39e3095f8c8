import { performance } from "node:perf_hooks";
import { getLeaderboard } from "../src/experiment/leaderboard";
import type { LeaderboardInput } from "../src/experiment/leaderboard-schema";
import { createTestProject, createTestServices } from "../src/testing";
import type { Figure } from "./search.bench";
import { createExperiments, insertTrackedRuns, refreshStatistics } from "./tracked-runs";

const goal = 50;
const rounds = 40;
const warmUps = 5;

const READINGS: readonly (readonly [string, LeaderboardInput])[] = [
  ["the first 10", {}],
  ["the first 10 by their best run", { order: "best" }],
  ["all", { limit: 100 }],
];

/** Milliseconds of the leaderboard of 100 experiments with 10,000 runs between them. */
export async function benchLeaderboard(): Promise<Figure[]> {
  const services = await createTestServices();
  const ctx = await createTestProject(services);
  await insertTrackedRuns(ctx, await createExperiments(ctx, 100), 10_000);
  await refreshStatistics(services.db);
  const figures: Figure[] = [];
  for (const [name, input] of READINGS) {
    const times: number[] = [];
    for (let round = 0; round < rounds + warmUps; round += 1) {
      const startedAt = performance.now();
      await getLeaderboard({ ctx, input });
      if (round >= warmUps) times.push(performance.now() - startedAt);
    }
    const sorted = times.sort((left, right) => left - right);
    const value = Math.round(sorted[Math.floor(sorted.length / 2)] * 100) / 100;
    figures.push({
      name: `Leaderboard: ${name} of 100 experiments, 10,000 runs, p50`,
      value,
      unit: "ms",
      goal: `at most ${goal} ms`,
      isMet: value <= goal,
    });
  }
  await services.close();
  return figures;
}

if (process.argv[1] === import.meta.filename) {
  for (const { name, value, unit } of await benchLeaderboard())
    process.stdout.write(`${name}: ${value} ${unit}\n`);
}
