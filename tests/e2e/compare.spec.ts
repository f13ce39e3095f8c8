import { expect, test, type Page } from "@playwright/test";
import { judge, WCAG } from "./problems-of";
import { demo, listens, open, signIn } from "./product";

/** Enough for an address of short ids, with what other compare views are known to lose: zeros, NaN, missing values. */
const RUNS = 60;
const LONG_NAMES = ["encoder.layers.0.attention.dropout", "encoder.layers.0.attention.heads"];

test("many runs that an MLflow client logged are compared, and the link opens the same view", async ({
  page,
}) => {
  const ids = await logRuns(`sweep ${Date.now().toString(36)}`);
  await signIn(page);
  const base = `${demo().webUrl}/${demo().project}/experiments/sweep/compare`;
  await open(page, `${base}?runs=${shortForm(ids)}`);
  await expect(page.getByRole("heading", { name: `Compare ${RUNS} runs` })).toBeVisible();

  // Nobody is left out: runs without a value run through their lane, a constant and zeros are drawn.
  const lines = page.locator("[data-series]");
  await expect(lines).toHaveCount(RUNS);
  await chooseAxes(page, ["always_zero"]);
  await expect(page.locator('[data-axis="metric.always_zero"]')).toContainText("0");
  await expect(page.locator("[data-missing]").first()).toBeVisible();

  // Names are whole, also of a hundred characters, or can be read whole.
  const grid = page.getByRole("grid", { name: "Runs side by side" });
  for (const name of LONG_NAMES) await expect(grid.getByRole("rowheader", { name })).toBeVisible();

  // A choice made with the keyboard stands in the table too, and a reload keeps it.
  const high = page.getByRole("slider", { name: "learning_rate, upper end of what is chosen" });
  await high.focus();
  for (let times = 0; times < 5; times += 1) await page.keyboard.press("PageDown");
  const status = page.getByText(`of ${RUNS} runs chosen`);
  await expect(status).toBeVisible();
  const chosen = await status.textContent();
  expect(Number.parseInt(chosen!, 10)).toBeLessThan(RUNS);
  await expect(page).toHaveURL(/brush=param\.learning_rate/);
  await page.getByRole("button", { name: "Options of the axis learning_rate" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Log scale" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/log=param\.learning_rate/);
  await page.reload();
  await listens(page);
  await expect(status).toHaveText(chosen!);
  await page.getByRole("switch", { name: "Only chosen" }).click();
  await expect(grid).toHaveAttribute("aria-colcount", String(Number.parseInt(chosen!, 10) + 1));

  await expectAccessible(page);

  // Money where somebody wants it, in table and charts.
  await grid.getByRole("rowheader", { name: "price_error" }).hover();
  await page.getByRole("button", { name: "Options of price_error" }).click();
  await page.getByLabel("Written as").selectOption("USD");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(grid.getByRole("row", { name: /price_error/ })).toContainText("$");

  // Only what differs, until one wants all.
  await expect(grid.getByRole("rowheader", { name: "seed" })).toHaveCount(0);
  await page.getByRole("switch", { name: "Only differences" }).click();
  await page.getByPlaceholder("Find a line").fill("seed");
  await expect(grid.getByRole("rowheader", { name: "seed" })).toBeVisible();
  await page.getByPlaceholder("Find a line").fill("");

  for (const [tab, drawn] of [
    ["Scatter", "[data-mark]"],
    ["Contour", "[data-band]"],
    ["Box", "[data-box]"],
    ["Curves", "[data-curve]"],
  ]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.locator(drawn).first()).toBeAttached();
    await expectFiles(page);
  }
  await expectAccessible(page);
  const zoomed = await zoomIn(page);
  await expect(page).toHaveURL(/chart=curves&.*zoom=/);
  const link = page.url();
  await page.goto("about:blank");
  await open(page, link);
  await expect(page.getByRole("tab", { name: "Curves" })).toHaveAttribute("aria-selected", "true");
  await expect(grid.getByRole("row", { name: /price_error/ })).toContainText("$");
  await expect(page.getByText(zoomed)).toBeVisible();
  await page.getByRole("button", { name: "Whole history" }).click();
  await expect(page.getByText("Drag over a chart to zoom in.")).toBeVisible();
  await expect(page).not.toHaveURL(/zoom=/);
});

test("what is not there any more is named, and the rest compared", async ({ page }) => {
  const ids = await logRuns(`gone ${Date.now().toString(36)}`, 3);
  await signIn(page);
  const gone = "0".repeat(32);
  await open(
    page,
    `${demo().webUrl}/${demo().project}/experiments/gone/compare?runs=${[...ids, gone].join(",")}`,
  );
  await expect(page.getByRole("heading", { name: "Compare 3 runs" })).toBeVisible();
  await expect(page.getByText("One of the runs is not there any more")).toContainText(gone);
});

/** Drags over the middle of the curves, which have steps from 0 to 19, and answers what is said of it. */
async function zoomIn(page: Page): Promise<string> {
  const drawing = page.getByRole("region", { name: "Loss over step" });
  await drawing.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await drawing.boundingBox())!;
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 5 });
  await page.mouse.up();
  const said = page.getByText(/^Steps \d+ to \d+$/);
  const text = (await said.textContent())!;
  const [from, to] = text.match(/\d+/g)!.map(Number);
  expect(from).toBeGreaterThan(0);
  expect(to).toBeLessThan(19);
  expect(to - from).toBeGreaterThan(3);
  return text;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await judge(page, { runOnly: { type: "tag", values: WCAG } });
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary])).toEqual([]);
}

/** The chart as PNG, SVG and CSV, none of them empty. */
async function expectFiles(page: Page): Promise<void> {
  for (const kind of ["PNG image", "SVG drawing", "CSV data"]) {
    await page.getByRole("button", { name: "Export" }).first().click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: kind }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).length).toBeGreaterThan(60);
  }
}

async function chooseAxes(page: Page, names: string[]): Promise<void> {
  await page.getByRole("button", { name: "Choose axes" }).click();
  const dialog = page.getByRole("dialog", { name: "Axes" });
  for (const name of names) {
    await dialog.getByLabel("Find by name").fill(name);
    await dialog.getByLabel(name, { exact: true }).check();
  }
  await page.keyboard.press("Escape");
}

/** Runs as an MLflow client logs them, by MLflow's REST API. */
async function logRuns(experiment: string, count = RUNS): Promise<string[]> {
  const { experiment_id } = await mlflow<{ experiment_id: string }>("experiments/create", {
    name: experiment,
  });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { run } = await mlflow<{ run: { info: { run_id: string } } }>("runs/create", {
      experiment_id,
      run_name: `trial-${index}`,
      start_time: Date.now(),
    });
    const rate = 10 ** (-4 + (3 * index) / count);
    const params = {
      learning_rate: String(rate),
      momentum: String((index * 7) % 10),
      optimizer: index % 3 === 0 ? "adam" : "sgd",
      seed: "42",
      [LONG_NAMES[0]]: String(index % 5),
      ...(index % 4 === 0 ? {} : { [LONG_NAMES[1]]: String(index % 3) }),
    };
    const points = Array.from({ length: 20 }, (_, step) => ({
      key: "loss",
      value: index / (step + 1),
      step,
    }));
    const values = {
      price_error: 48_500 - 100 * index,
      always_zero: 0,
      ...(index % 6 === 0 ? {} : { score: index % 10 === 1 ? "NaN" : Math.sin(index) }),
    };
    await mlflow("runs/log-batch", {
      run_id: run.info.run_id,
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: [...points, ...Object.entries(values).map(([key, value]) => ({ key, value, step: 0 }))].map(
        (point) => ({ ...point, timestamp: 1_700_000_000_000 + point.step * 1000 }),
      ),
      tags: [{ key: "mlflow.source.git.commit", value: index % 2 ? "4f2a" : "9c1d" }],
    });
    ids.push(run.info.run_id);
  }
  return ids;
}

async function mlflow<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${demo().webUrl}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo().trackKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as Answer;
}

/** The first 12 digits of each id in base64url, as the button of the runs table writes them. */
function shortForm(ids: readonly string[]): string {
  return `~${ids.map((id) => Buffer.from(id.slice(0, 12), "hex").toString("base64url")).join("")}`;
}
