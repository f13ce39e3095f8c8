import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { survivors } from "./processes";
import { createInstallation, type Installation, type Running } from "./product";

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.remove());

async function start(through?: "npm"): Promise<Running> {
  const running = installation.start(["--no-demo"], through);
  await running.ready();
  return running;
}

/** Everything there should be: supervisor, PostgreSQL with its backends, tracking, web, worker, inference. */
function everythingOf(running: Running) {
  for (const name of ["postgres", "worker", "web", "tracking", "inference"] as const)
    expect(running.service(name)).toBeDefined();
  return running.processes();
}

async function expectEnd(running: Running, end: () => void, code: number | NodeJS.Signals) {
  const everything = everythingOf(running);
  expect(everything.length).toBeGreaterThan(9);
  const from = performance.now();
  end();
  expect(await running.ended).toBe(code);
  expect(await survivors(everything, 8_000)).toEqual([]);
  expect(performance.now() - from).toBeLessThan(20_000);
}

const answers = async (url: string) => (await fetch(url)).status;

describe("the product ends with everything it started", () => {
  it("at Ctrl-C, which a terminal sends to the whole group", async () => {
    const running = await start();
    // PostgreSQL hears nothing of it: it has to be there until those who use it have ended.
    expect(running.service("postgres")?.group).not.toBe(running.pid);
    await expectEnd(running, () => running.signal("SIGINT", "group"), 0);
    expect(running.output()).not.toContain("starting it again");
  });

  it("at Ctrl-C while it is still starting", async () => {
    const running = installation.start(["--no-demo"]);
    await running.says("embedded PostgreSQL");
    await expect.poll(() => running.service("inference")).toBeDefined();
    const everything = running.processes();
    running.signal("SIGINT", "group");
    expect(await running.ended).toBe(0);
    expect(await survivors(everything, 8_000)).toEqual([]);
    expect(running.output()).not.toContain("Ctrl-C ends everything");
  });

  it("when its terminal is closed", async () => {
    const running = await start();
    const hangUp = () => {
      running.hangUp();
      running.signal("SIGHUP", "group");
    };
    await expectEnd(running, hangUp, 0);
  });

  it("when npm, which started it, is asked to end", async () => {
    const running = await start("npm");
    const everything = everythingOf(running);
    running.signal("SIGTERM");
    await running.ended;
    expect(await survivors(everything, 8_000)).toEqual([]);
  });
});

describe("a killed", () => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });

  it.each([
    ["The tracking server", "tracking", () => answers(`${installation.webUrl}/health`)],
    ["The web server", "web", () => answers(`${installation.webUrl}/sign-in`)],
    ["The inference service", "inference", () => answers(`${installation.inferenceUrl}/ping`)],
  ] as const)("%s is started again, says so, and answers", async (title, name, ask) => {
    const killed = running.service(name);
    process.kill(killed?.pid as number, "SIGKILL");
    await running.says(`${title} was ended by SIGKILL; starting it again.`);
    await expect.poll(() => ask().catch(() => 0)).toBe(200);
    expect(running.service(name)?.pid).not.toBe(killed?.pid);
  });

  it("supervisor takes everything with it, and the next start finds nothing in its way", async () => {
    const everything = everythingOf(running);
    running.signal("SIGKILL");
    expect(await running.ended).toBe("SIGKILL");
    const next = installation.start(["--no-demo"]);
    await next.ready();
    expect(await survivors(everything, 8_000)).toEqual([]);
    // Nothing that the killed one left behind disturbs it later.
    await delay(4_000);
    expect(next.output()).not.toContain("starting it again");
    expect(await answers(`${installation.webUrl}/health`)).toBe(200);
    await expectEnd(next, () => next.signal("SIGTERM"), 0);
  });
});
