import { expect, test, type Page } from "@playwright/test";
import { syntheticHousing, writeCsv } from "@pipepilot/ml";
import { problemsOf } from "./problems-of";
import {
  call,
  createProject,
  createProjectByForm,
  createTrackKey,
  demo,
  expectRunSucceeds,
  listens,
  open,
  read,
  signIn,
  upload,
} from "./product";

// Colours fade into each other otherwise, and would be judged half-way.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const MODEL = "house_prices";
const EXPERIMENTS = 10;

test("a new project's checklist ticks itself, and its dashboard tells what serves and what is wrong", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page);
  const project = await createProjectByForm(page, `Checklist ${Date.now().toString(36)}`);
  const base = `${demo().webUrl}/${project}`;
  const checklist = page.getByRole("region", { name: "Checklist" });
  const tick = (title: string) => checklist.getByRole("listitem").filter({ hasText: title });
  const isDone = (title: string) => expect(tick(title)).toContainText(`${title}: done`);

  await isDone("Installed");
  await isDone("UI reachable");
  await expect(checklist.getByText("2 of 6")).toBeVisible();
  await expect(tick("Tracking on")).toContainText(`export MLFLOW_TRACKING_URI=${demo().webUrl}`);
  await expect(page.getByRole("region", { name: "Alerts" })).toContainText("All is well");
  await expect(page.getByRole("region", { name: "Production" })).toContainText(
    "Nothing is in Production yet",
  );
  expect(await problemsOf(page, "a new project's overview")).toEqual([]);

  // The overview stays open, and is not loaded again: what happens elsewhere turns its ticks.
  await page.evaluate(() => Object.assign(window, { sameVisit: true }));
  const other = await page.context().newPage();

  await logRuns(await createTrackKey(other, project), "first", [{ rmse: 5 }]);
  await isDone("Tracking on");
  await expect(checklist.getByText("3 of 6")).toBeVisible();

  await upload(other, project, "housing.csv", writeCsv(syntheticHousing({ rows: 1500, seed: 7 })));
  await expect(other.getByRole("heading", { name: "housing v1" })).toBeVisible();
  await expect(tick("Config updated")).toContainText("Create a pipeline on housing");
  await other.getByRole("link", { name: "Create pipeline" }).click();
  await other.getByLabel("Pipeline name").fill("prices");
  await other.getByLabel("Target column").selectOption("median_house_value");
  await other.getByRole("textbox", { name: /YAML/ }).fill(CONFIG);
  await other.getByRole("button", { name: "Create and run" }).click();
  await isDone("Config updated");
  await expectRunSucceeds(other);
  await isDone("Models auto-registered");
  await expect(checklist.getByText("5 of 6")).toBeVisible();

  await open(other, `${base}/models/${MODEL}/versions/1`);
  await other.getByRole("button", { name: "Transition Stage" }).click();
  await other.getByLabel("To stage").selectOption("Production");
  await other.getByRole("button", { name: "Move to Production" }).click();
  await isDone("Serving ready");
  await expect(checklist.getByText("6 of 6")).toBeVisible();
  const production = page.getByRole("region", { name: "Production" });
  await expect(production).toContainText(`${MODEL} v1`);
  await expect(production).toContainText("currently serving");
  expect(await page.evaluate(() => "sameVisit" in window)).toBe(true);

  await test.step("complete it is gone with the next visit, and comes back when it is asked for", async () => {
    await page.reload();
    await listens(page);
    await page.getByRole("button", { name: "Show the checklist" }).click();
    await expect(checklist.getByText("6 of 6")).toBeVisible();
    await checklist.getByRole("button", { name: "Put away" }).click();
    await expect(checklist).toHaveCount(0);
  });

  await test.step("blocked data is told, hidden for everyone, and shown again", async () => {
    const alerts = page.getByRole("region", { name: "Alerts" });
    await expect(alerts).toContainText("All is well");
    await upload(other, project, "housing.csv", FOREIGN_CSV, "housing");
    await expect(alerts).toContainText("The check blocked housing v2");
    await alerts.getByRole("button", { name: "Hide", exact: true }).click();
    await expect(alerts).toContainText("All is well, but for what is hidden");
    await expect(alerts.getByRole("link", { name: "housing v2" })).toHaveCount(0);
    await alerts.getByRole("button", { name: "Show hidden (1)" }).click();
    await alerts.getByRole("button", { name: "Show", exact: true }).click();
    await expect(alerts.getByRole("link", { name: "housing v2" })).toBeVisible();
    await expect(alerts).not.toContainText("All is well");
  });
});

test("ten experiments stand in one leaderboard, whose bests are compared", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page);
  const project = await createProject(page, `Ten ${Date.now().toString(36)}`);
  const base = `${demo().webUrl}/${project}`;
  const key = await createTrackKey(page, project);
  for (let number = 1; number <= EXPERIMENTS; number++)
    await logRuns(key, `experiment ${number}`, [{ rmse: 50 + number }, { rmse: number }, { rmse: 70 }]);
  await judge(page, project, "experiment 1");
  const { items } = await read<{ items: { id: string }[] }>(page, "experiment.list", { project });
  const judged = { project, primaryMetric: "rmse", metricDirection: "minimize" };
  for (const { id } of items)
    expect((await call(page, "experiment.judge", { ...judged, id })).status()).toBe(200);

  await open(page, base);
  const board = page.getByRole("region", { name: "Leaderboard" });
  const rows = board.getByRole("table").locator("tbody tr:not([aria-hidden])");
  await expect(rows).toHaveCount(EXPERIMENTS);
  for (let number = 1; number <= EXPERIMENTS; number++)
    await expect(rows.filter({ hasText: new RegExp(`^experiment ${number}(?!\\d)`) })).toHaveCount(1);

  await board.getByRole("button", { name: "Best value" }).click();
  await expect(page).toHaveURL(/leaderboard=-best/);
  await expect(rows.first()).toContainText("experiment 1");
  await expect(rows.first()).toContainText("run_2");
  await expect(
    rows.first().getByRole("img", { name: /Best RMSE over time: from 51 to 1, better once/ }),
  ).toBeVisible();
  await expect(rows.last()).toContainText("experiment 10");
  expect(await problemsOf(page, "a leaderboard")).toEqual([]);

  await board.getByRole("checkbox", { name: "Select experiment 1", exact: true }).check();
  await board.getByRole("checkbox", { name: "Select experiment 7", exact: true }).check();
  await board.getByRole("button", { name: "Compare best" }).click();
  await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();
  const grid = page.getByRole("grid", { name: "Runs side by side" });
  await expect(grid).toContainText("experiment 1");
  await expect(grid).toContainText("experiment 7");
});

/** Not one of the columns that the first version had. */
const FOREIGN_CSV = `rooms,price\n${Array.from({ length: 40 }, (_, row) => `${row},${row * 7}`).join("\n")}\n`;

const CONFIG = `dataset: housing
target: median_house_value
seed: 42
train:
  - type: random_forest
    n_estimators: 10
register: { model: ${MODEL}, policy: always }
promote: { to: Staging, when: never }
`;

/** Finished runs of an experiment of their own, as a client of MLflow logs them. */
async function logRuns(key: string, experiment: string, runs: readonly Record<string, number>[]) {
  const call = async (path: string, body: object) => {
    const response = await fetch(`${demo().webUrl}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as Record<string, never>;
  };
  const { experiment_id } = await call("experiments/create", { name: experiment });
  for (const [index, metrics] of runs.entries()) {
    const { run } = (await call("runs/create", {
      experiment_id,
      run_name: `run_${index + 1}`,
      start_time: Date.now(),
    })) as unknown as { run: { info: { run_id: string } } };
    const { run_id } = run.info;
    const points = Object.entries(metrics).map(([name, value]) => ({
      key: name,
      value,
      step: 0,
      timestamp: Date.now(),
    }));
    await call("runs/log-batch", { run_id, metrics: points, params: [{ key: "trial", value: `${index}` }] });
    await call("runs/update", { run_id, status: "FINISHED", end_time: Date.now() });
  }
}

/** Says by what the experiment's runs are judged. */
async function judge(page: Page, project: string, experiment: string) {
  await open(page, `${demo().webUrl}/${project}/experiments/${encodeURIComponent(experiment)}`);
  await page
    .getByRole("button", { name: /primary metric/i })
    .first()
    .click();
  await page.getByLabel("Metric", { exact: true }).fill("rmse");
  await page.getByRole("radio", { name: "Lower is better" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Judged by RMSE, lower is better")).toBeVisible();
}
