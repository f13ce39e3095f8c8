import { describe, expect, it } from "vitest";
import { DomainError } from "./errors";
import { ridingOut } from "./riding-out";

const away = () => new Error("Connection terminated unexpectedly");

function failing(times: number, error: () => Error) {
  const work = async () => {
    if (work.calls++ < times) throw error();
    return "done";
  };
  work.calls = 0;
  return work;
}

describe("riding out a database that is away", () => {
  it("does the work again until it is back", async () => {
    const work = failing(2, away);
    expect(await ridingOut(work)).toBe("done");
    expect(work.calls).toBe(3);
  });

  it("ends with a clear code when it does not come back in time, or nobody waits any more", async () => {
    const lost = { code: "database_unavailable", kind: "unavailable" };
    await expect(ridingOut(failing(1_000, away), { patienceMs: 300 })).rejects.toMatchObject(lost);
    const work = failing(1_000, away);
    const ended = ridingOut(work, { patienceMs: 60_000, signal: AbortSignal.abort() });
    await expect(ended).rejects.toMatchObject(lost);
    expect(work.calls).toBe(1);
  });

  it("does not repeat what failed for another reason", async () => {
    const work = failing(1, () => new DomainError("conflict", "Somebody was faster."));
    await expect(ridingOut(work)).rejects.toThrow("Somebody was faster.");
    expect(work.calls).toBe(1);
  });
});
