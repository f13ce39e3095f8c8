import { describe, expect, it } from "vitest";
import { VersionStats } from "./version-stats";

describe("a version's figures", () => {
  it("are none before the first request", () => {
    expect(new VersionStats().figures(5_000)).toEqual({
      requestCount: 0,
      errorCount: 0,
      latencyP50Ms: null,
      latencyP95Ms: null,
      requestsPerMin: 0,
      recentRequests: 0,
      recentErrors: 0,
    });
  });

  it("are nearest-rank percentiles and counts of the last minute", () => {
    const stats = new VersionStats();
    for (let latency = 1; latency <= 20; latency++) stats.answered(latency, 1_000 + latency);
    stats.failed(2_000);
    expect(stats.figures(2_500)).toEqual({
      requestCount: 21,
      errorCount: 1,
      latencyP50Ms: 10,
      latencyP95Ms: 19,
      requestsPerMin: 21,
      recentRequests: 21,
      recentErrors: 1,
    });
  });

  it("forget what is older than a minute, but not the totals", () => {
    const stats = new VersionStats();
    stats.answered(5, 1_000);
    stats.answered(7, 31_000);
    expect(stats.figures(61_500)).toMatchObject({ requestCount: 2, requestsPerMin: 1, latencyP50Ms: 7 });
    expect(stats.figures(200_000)).toMatchObject({ requestCount: 2, requestsPerMin: 0, latencyP50Ms: null });
  });

  it("count errors over five minutes and forget them then", () => {
    const stats = new VersionStats();
    stats.failed(1_000);
    stats.answered(5, 100_000);
    stats.failed(299_000);
    expect(stats.figures(300_000)).toMatchObject({ recentRequests: 3, recentErrors: 2, requestsPerMin: 1 });
    expect(stats.figures(301_000)).toMatchObject({ recentRequests: 2, recentErrors: 1 });
    expect(stats.figures(598_999)).toMatchObject({ recentRequests: 1, recentErrors: 1 });
    expect(stats.figures(599_000)).toMatchObject({ errorCount: 2, recentRequests: 0, recentErrors: 0 });
    expect(stats.figures(9_999_000)).toMatchObject({ errorCount: 2, recentRequests: 0, recentErrors: 0 });
  });
});
