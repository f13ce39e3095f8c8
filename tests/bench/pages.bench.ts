import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDatabase } from "@pipepilot/db";
import { freePort } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";
import { MIGRATIONS_DIR, startOwnServer } from "@pipepilot/db/testing";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { createTestProject } from "@pipepilot/domain/testing";
import { createUser } from "@pipepilot/domain/user/create";
import { createObjectStore } from "@pipepilot/storage";
import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { insertTrackedRuns, refreshStatistics } from "../../packages/domain/bench/tracked-runs";
import { writeRuns } from "../../apps/web/src/features/compare/run-list";
import config from "../playwright.config";
import { startProduct } from "./product";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly isMet: boolean;
}

const RUNS = 10_000;
const COMPARED = 500;
const LOADS = 7;
const ACCOUNT = { name: "Bench", email: "bench@example.com", password: "a bench of ten thousand" };

/** How soon Chromium paints the pages of an experiment with 10,000 runs, and how soon after a click or a key it paints again. */
export async function benchPages(): Promise<Figure[]> {
  const home = mkdtempSync(path.join(tmpdir(), "pipepilot-pages-"));
  const postgres = await startOwnServer();
  const { url } = postgres.server;
  await applyMigrations(url, MIGRATIONS_DIR);
  const db = createDatabase({ url, poolSize: 4 });
  try {
    const store = await createObjectStore(path.join(home, "objects"));
    const ctx = await createTestProject({ db, store });
    const { id: userId } = await createUser({ services: { db, store }, input: ACCOUNT });
    await db.prisma.member.create({ data: { projectId: ctx.project.id, userId, role: "owner" } });
    const { id: experimentId } = await createExperiment({ ctx, input: { name: "forests" } });
    await insertTrackedRuns(ctx, [experimentId], RUNS);
    await refreshStatistics(db);
    const runs = await db.prisma.run.findMany({
      where: { projectId: ctx.project.id },
      select: { id: true },
      orderBy: { startTime: "desc" },
      take: COMPARED,
    });
    const web = await freePort();
    const env = { DATABASE_URL: url, OBJECT_STORE: path.join(home, "objects") };
    const product = await startProduct(home, [web, await freePort()], ["--no-demo"], env);
    try {
      const runIds = runs.map(({ id }) => id);
      return await measure(`http://127.0.0.1:${web}`, `/${ctx.project.slug}/experiments/forests`, runIds);
    } finally {
      await product.stop();
    }
  } finally {
    await db.close();
    await postgres.end();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(web: string, experiment: string, runIds: readonly string[]): Promise<Figure[]> {
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await signIn(await context.newPage(), web);
    const table = `${web}${experiment}`;
    const compare = `${table}/compare?runs=${writeRuns(runIds)}`;
    return [
      await firstPaint(context, `runs table of ${RUNS.toLocaleString("en")} runs`, table),
      ...(await tableInteractions(context, table)),
      await firstPaint(context, "a run's page", `${table}/runs/${runIds[0]}`),
      await firstPaint(context, `comparison of ${COMPARED} runs`, compare),
      ...(await compareInteractions(context, compare)),
    ];
  } finally {
    await browser.close();
  }
}

async function signIn(page: Page, web: string): Promise<void> {
  await page.goto(`${web}/sign-in`);
  await page.getByLabel("Email").fill(ACCOUNT.email);
  await page.getByLabel("Password").fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Projects" }).waitFor();
  await page.close();
}

/** Median of loads that find the scripts in the browser's cache, as a second visit does. */
async function firstPaint(context: BrowserContext, name: string, url: string): Promise<Figure> {
  const paints: number[] = [];
  for (let load = 0; load <= LOADS; load++) {
    const page = await context.newPage();
    await page.goto(url);
    const paint = await page.evaluate(
      () =>
        new Promise<number>((resolve) =>
          new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName("first-contentful-paint");
            if (entry) resolve(entry.startTime);
          }).observe({ type: "paint", buffered: true }),
        ),
    );
    if (load > 0) paints.push(paint);
    await page.close();
  }
  const value = paints.sort((a, b) => a - b)[(LOADS - 1) / 2];
  return {
    name: `${name}: first contentful paint`,
    value,
    unit: "ms",
    goal: "under 1 s",
    isMet: value < 1000,
  };
}

async function tableInteractions(context: BrowserContext, url: string): Promise<Figure[]> {
  const page = await open(context, url);
  const boxes = page.getByRole("checkbox", { name: /^Select forest_/ });
  await boxes.first().waitFor();
  const figures = [
    await interaction(page, "runs table: selecting a run", async () => {
      for (let row = 0; row < 5; row++) await boxes.nth(row).click();
    }),
    await interaction(page, "runs table: typing a filter", () =>
      page
        .getByRole("combobox", { name: /filter/i })
        .pressSequentially("metrics.rmse < 50000", { delay: 60 }),
    ),
    await interaction(page, "runs table: ordering by a column", async () => {
      await page.getByRole("columnheader", { name: /rmse/i }).locator("a, button").first().click();
      await page.waitForTimeout(1500);
    }),
  ];
  await page.close();
  return figures;
}

async function compareInteractions(context: BrowserContext, url: string): Promise<Figure[]> {
  const page = await open(context, url);
  const differences = page.getByRole("switch", { name: "Only differences" });
  await differences.waitFor();
  const figures = [
    await interaction(page, `comparison of ${COMPARED} runs: only differences`, async () => {
      for (let turn = 0; turn < 4; turn++) await differences.click();
    }),
    await interaction(page, `comparison of ${COMPARED} runs: another chart`, async () => {
      for (const name of ["Scatter", "Box", "Parallel coordinates"]) {
        await page.getByRole("tab", { name }).click();
        await page.waitForTimeout(500);
      }
    }),
  ];
  await page.close();
  return figures;
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.goto(url);
  await page.waitForLoadState("networkidle");
  return page;
}

/** The longest time from an event to the frame that shows what came of it, as browsers report it in steps of 8 ms; 16 or less is 0. */
async function interaction(page: Page, name: string, work: () => Promise<void>): Promise<Figure> {
  await page.evaluate(() => void (window as unknown as { seen: number[] }).seen.splice(0));
  await work();
  await page.waitForTimeout(300);
  const value = await page.evaluate(() => Math.max(0, ...(window as unknown as { seen: number[] }).seen));
  return { name, value, unit: "ms", goal: "under 100 ms", isMet: value < 100 };
}
