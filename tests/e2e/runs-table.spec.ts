import { readFileSync } from "node:fs";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { problemsOf } from "./problems-of";
import { confirm, demo, listens, open, signIn } from "./product";

const RUNS = 150;
/** The names are what tables are known to cut. */
const LONG_METRIC = "validation/mean_absolute_percentage_error_of_all_folds";
const LONG_PARAM = "a_parameter_with_a_name_that_nobody_can_guess";

/** Every tenth run's r2 is above 0.9; the last run logged nothing at all, the one before has only zeros. */
const metricsOf = (index: number) =>
  index === RUNS - 1
    ? []
    : [
        { key: "r2", value: index === RUNS - 2 ? 0 : index % 10 === 0 ? 0.9 + index / 10_000 : 0.5 },
        { key: LONG_METRIC, value: index === RUNS - 2 ? 0 : index },
      ];

test("a hundred and fifty runs are found, ordered, grouped, compared, downloaded and thrown away", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const name = `sweep ${Date.now().toString(36)}`;
  const runIds = await logRuns(name);
  await signIn(page);
  const base = `${demo().webUrl}/${demo().project}/experiments`;
  const rows = page.getByRole("table", { name: `Runs of ${name}` }).locator("tbody tr:not([aria-hidden])");
  const count = page.getByTestId("run-count");

  await test.step("the list of experiments finds it by a part of its name", async () => {
    await open(page, base);
    await page.getByLabel("Search experiments by name").fill(name.slice(0, 9).toUpperCase());
    await expect(page).toHaveURL(/text=SWEEP/);
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
    await expect(count).toHaveText(String(RUNS));
  });

  await test.step("no label is cut and no run is dropped: neither zeros nor one without metrics", async () => {
    await expect(page.getByRole("columnheader", { name: LONG_METRIC })).toHaveText(LONG_METRIC);
    for (const label of [LONG_METRIC, LONG_PARAM]) {
      const heading = page.getByRole("columnheader", { name: label });
      const cut = await heading.evaluate((cell) => cell.scrollWidth > cell.clientWidth + 1);
      expect([label, cut]).toEqual([label, false]);
    }
    const height = await rows.nth(3).evaluate((row) => row.getBoundingClientRect().height);
    expect(height, "whole pixels, so that cells that stay keep their lines").toBe(37);
    await expect(rows.first()).toContainText(`run_${RUNS - 1}`);
    await expect(rows.first()).toContainText("–");
    await expect(rows.nth(1)).toContainText("0.00%");
    expect(await problemsOf(page, "a runs table")).toEqual([]);
  });

  await test.step("the star moves with the metric by which runs are judged", async () => {
    await expect(page.getByRole("img", { name: "best run" })).toHaveCount(0);
    await page.getByRole("button", { name: "Change the primary metric" }).click();
    await page.getByLabel("Metric", { exact: true }).fill("r2");
    await page.getByRole("radio", { name: "Higher is better" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Judged by R², higher is better")).toBeVisible();
    await page.getByRole("columnheader", { name: "R²" }).getByRole("link").click();
    await expect(page).toHaveURL(/order=metrics\.r2\+DESC/);
    await expect(rows.first()).toContainText("run_140");
    await expect(rows.first().getByRole("img", { name: "best run" })).toBeVisible();
  });

  await test.step("a filter is completed, underlined where it is wrong, and kept in the address", async () => {
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await box.pressSequentially("metrics.r");
    await page.getByRole("option", { name: "r2", exact: true }).click();
    await box.pressSequentially("> much");
    await box.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "is compared with a number" })).toBeVisible();
    await expect(box).toHaveAttribute("aria-invalid", "true");
    await box.fill("metrics.r2 > 0.8 AND params.depth = ");
    await page.getByRole("option", { name: "1", exact: true }).click();
    await expect(box).toHaveValue("metrics.r2 > 0.8 AND params.depth = '1' ");
    await box.press("Enter");
    await expect(page).toHaveURL(/filter=metrics\.r2/);
    await expect(count).toHaveText("5");
    await page.reload();
    await listens(page);
    await expect(count).toHaveText("5");
    await expect(rows).toHaveCount(5);
    await box.fill("metrics.r2 <> 1");
    await box.press("Enter");
    await expect(
      page.getByRole("alert").filter({ hasText: "stays filtered by: metrics.r2 > 0.8" }),
    ).toBeVisible();
    await expect(rows).toHaveCount(5);
  });

  await test.step("a filter may be longer than an address that a browser asks by", async () => {
    const box = page.getByRole("combobox", { name: "Filter runs" });
    const names = Array.from({ length: 30 }, (_, index) => `run_name != '${"größer ".repeat(12)}${index}'`);
    await box.fill(["params.depth = '2'", ...names].join(" AND "));
    await box.press("Enter");
    await expect(count).toHaveText("49");
    await page.reload();
    await listens(page);
    await expect(count).toHaveText("49");
  });

  await test.step("columns are chosen and pinned, and the view is saved for everyone", async () => {
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await box.fill("run_14");
    await box.press("Enter");
    await expect(box).toHaveValue("run_name ILIKE '%run_14%'");
    await expect(count).toHaveText("11");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByLabel("Find a metric, parameter or tag").fill("run id");
    await page.getByRole("checkbox", { name: "Run ID" }).check();
    await page.getByRole("button", { name: "Pin R²" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page).toHaveURL(/pinned=metrics\.r2/);
    await expect(page.getByRole("columnheader").nth(2)).toHaveText("R²");
    await expect(page.getByRole("columnheader").last()).toHaveText("Run ID");
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: /Save/ }).click();
    await page.getByLabel("Name of the new view").fill("The fourteenth");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await open(page, `${base}/${encodeURIComponent(name)}`);
    await expect(count).toHaveText(String(RUNS));
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: "The fourteenth" }).click();
    await expect(count).toHaveText("11");
    await expect(page.getByRole("columnheader").nth(2)).toHaveText("R²");
  });

  await test.step("runs are grouped by a parameter, with mean and deviation", async () => {
    await open(page, `${base}/${encodeURIComponent(name)}?columns=metrics.r2`);
    await page.getByLabel("Group by").selectOption("depth");
    const groups = page.getByRole("table", { name: `Runs of ${name} by depth` }).locator("tbody tr");
    await expect(groups).toHaveCount(4);
    await expect(groups.filter({ hasText: "not set" })).toContainText("1");
    await expect(groups.first()).toContainText("±");
    await groups.first().getByRole("link", { name: "0" }).click();
    await expect(count).toHaveText("50");
  });

  await test.step("a selection goes over pages and outlasts scrolling, sorting and reading again", async () => {
    await open(page, `${base}/${encodeURIComponent(name)}?order=start_time+ASC`);
    await page.getByRole("checkbox", { name: "Select run_0", exact: true }).check();
    const last = page.getByRole("checkbox", { name: `Select run_${RUNS - 1}`, exact: true });
    // The first hundred are there before it is known how many follow.
    await expect(async () => {
      await scrollTo(page, 1);
      await expect(last).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await last.check();
    await expect(page.getByText("2 selected")).toBeVisible();
    await page.reload();
    await listens(page);
    await expect(page.getByText("2 selected")).toBeVisible();
    await page.getByRole("columnheader", { name: "Run", exact: true }).getByRole("link").click();
    await expect(page).toHaveURL(/order=run_name\+ASC/);
    await expect(page.getByText("2 selected")).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Select run_0", exact: true })).toBeChecked();
  });

  await test.step("the selected runs are downloaded and compared", async () => {
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "With all metrics, params and tags" }).click(),
    ]);
    const lines = readFileSync(await file.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(lines[0]).toContain(`metrics.r2,metrics.${LONG_METRIC},params.`);
    expect(lines.slice(1).map((line) => line.split(",")[1])).toEqual(["run_0", `run_${RUNS - 1}`]);
    await page.getByRole("button", { name: "Compare Selected" }).click();
    await expect(page).toHaveURL(new RegExp(`compare\\?runs=${runIds[0]},${runIds[RUNS - 1]}`));
    await page.goBack();
    await expect(page.getByText("2 selected")).toBeVisible();
  });

  await test.step("all of a table are selected at once, more than an address holds", async () => {
    await open(page, `${base}/${encodeURIComponent(name)}`);
    await page.getByRole("checkbox", { name: "Select all rows" }).click();
    await expect(page.getByText(`${RUNS} selected`)).toBeVisible();
    await page.reload();
    await listens(page);
    await expect(page.getByText(`${RUNS} selected`)).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(page.getByText(/\d selected/)).toHaveCount(0);
  });

  await test.step("deleted runs wait in the trash, come back, or are deleted for good", async () => {
    await open(page, `${base}/${encodeURIComponent(name)}?order=start_time+ASC`);
    for (const index of [0, 1]) await row(page, index).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await confirm(page, "Delete");
    await expect(page.getByText("2 runs moved to the trash").first()).toBeVisible();
    expect(await count.textContent(), "once it is said to be done").toBe(String(RUNS - 2));
    await page.getByRole("link", { name: "Trash" }).click();
    await expect(count).toHaveText("2");
    await row(page, 0).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Restore" }).click();
    await confirm(page, "Restore");
    await expect(count).toHaveText("1");
    await row(page, 1).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete permanently" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("textbox").fill("1 run");
    await question.getByRole("button", { name: "Delete permanently" }).click();
    await expect(page.getByText("The trash is empty")).toBeVisible();
    await page.getByRole("link", { name: "Back to the runs" }).first().click();
    await expect(count).toHaveText(String(RUNS - 1));
  });

  await test.step("a run in progress updates without reading the page again", async () => {
    await open(
      page,
      `${base}/${encodeURIComponent(name)}?filter=run_name+%3D+'run_7'&columns=status,metrics.r2`,
    );
    await expect(rows).toHaveText(/Running/);
    await mlflow("runs/log-metric", { run_id: runIds[7], key: "r2", value: 0.75, timestamp: 9e12, step: 9 });
    await expect(rows).toContainText("75.00%");
    await mlflow("runs/update", { run_id: runIds[7], status: "FINISHED", end_time: Date.now() });
    await expect(rows).toContainText("Finished");
  });
});

const row = (page: Page, index: number): Locator =>
  page.getByRole("row", { name: new RegExp(`Select run_${index} `) });

async function scrollTo(page: Page, share: number): Promise<void> {
  await page
    .locator("div:has(> table)")
    .first()
    .evaluate((scroller, to) => (scroller.scrollTop = scroller.scrollHeight * to), share);
}

/** What an MLflow client sends. */
async function mlflow<Answer>(call: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${demo().webUrl}/api/2.0/mlflow/${call}`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo().trackKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${call}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Finished runs a second apart, but for one that still runs. Returns their ids. */
async function logRuns(name: string): Promise<string[]> {
  const { experiment_id } = await mlflow<{ experiment_id: string }>("experiments/create", { name });
  const start = Date.now() - RUNS * 1000;
  const log = async (index: number) => {
    const { run } = await mlflow<{ run: { info: { run_id: string } } }>("runs/create", {
      experiment_id,
      run_name: `run_${index}`,
      start_time: start + index * 1000,
    });
    const run_id = run.info.run_id;
    await mlflow("runs/log-batch", {
      run_id,
      metrics: metricsOf(index).map((metric) => ({ ...metric, timestamp: start, step: 0 })),
      params:
        index === RUNS - 1
          ? []
          : [
              { key: "depth", value: String(index % 3) },
              { key: LONG_PARAM, value: String(index) },
            ],
    });
    if (index !== 7)
      await mlflow("runs/update", { run_id, status: "FINISHED", end_time: start + index * 1000 + 500 });
    return run_id;
  };
  const ids: string[] = [];
  for (let index = 0; index < RUNS; index += 10)
    ids.push(...(await Promise.all(Array.from({ length: 10 }, (_, offset) => log(index + offset)))));
  return ids;
}
