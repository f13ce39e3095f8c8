import { expect, test, type Page } from "@playwright/test";
import { syntheticHousing, writeCsv } from "@pipepilot/ml";
import { problemsOf } from "./problems-of";
import { createProject, demo, expectRunSucceeds, listens, open, signIn, upload } from "./product";

// Colours fade into each other otherwise, and would be judged half-way.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const TRIALS = 6;
const config = (space: string) => `dataset: homes
target: median_house_value
seed: 42
train:
  - { type: gradient_boosting, n_estimators: 60 }
tune: { strategy: tpe, trials: ${TRIALS}, folds: 3, pruner: none, space: ${space} }
register: { model: tuned_homes }
`;
const SPACE = "{ learning_rate: { float: [0.02, 0.4], log: true }, max_depth: { int: [2, 6] } }";

test("a search finds parameters, and the model it chose is judged in a report that cannot do anything", async ({
  page,
}) => {
  await signIn(page);
  const project = await createProject(page, `Tuning ${Date.now().toString(36)}`);
  await upload(page, project, "homes.csv", writeCsv(syntheticHousing({ rows: 1500, seed: 11 })));
  await page.getByRole("link", { name: "Create pipeline" }).click();
  await page.getByLabel("Pipeline name").fill("homes");

  await test.step("a space that makes no sense is answered at its line, before anything runs", async () => {
    await expectRefused(
      page,
      "{ max_deep: { int: [2, 6] } }",
      /max_deep.*is not a parameter of gradient_boosting/,
    );
    await expectRefused(page, "{ max_depth: { int: [6, 2] } }", /tune\.space\.max_depth/);
    await expectRefused(page, "{ learning_rate: { float: [-1, 0.4] } }", /learning_rate/);
  });

  await test.step("trials arrive while the search goes on, and the best of them is marked", async () => {
    await writeConfig(page, SPACE);
    await page.getByRole("button", { name: "Create and run" }).click();
    const trials = page.getByRole("table", { name: "Trials of this run" }).locator("tbody tr");
    await expect(trials.first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId("run-status")).toHaveText(/running/i);
    await expectRunSucceeds(page);
    await expect(trials).toHaveCount(TRIALS);
    const best = trials.filter({ has: page.getByRole("img", { name: "best trial" }) });
    await expect(best).toHaveCount(1);
    expect(await problemsOf(page, "a pipeline run with trials")).toEqual([]);
    const scores = await trials.locator("td:nth-child(3)").allTextContents();
    const [lowest] = scores.map(toNumber).sort((a, b) => a - b);
    expect(toNumber(await best.locator("td:nth-child(3)").innerText())).toBe(lowest);
  });

  await test.step("the run that was trained with the best parameters says which they are", async () => {
    const tried = await page
      .getByRole("row")
      .filter({ has: page.getByRole("img", { name: "best trial" }) })
      .locator("td:last-child")
      .innerText();
    const [, depth] = /max_depth (\d)/.exec(tried) ?? [];
    await page.getByRole("table", { name: "Candidates of this run" }).getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: "gradient_boosting_tuned" })).toBeVisible();
    await expect(page.locator("dt", { hasText: /^max_depth$/ }).locator("+ dd")).toHaveText(depth);
  });

  await test.step("its report says how far it can be trusted, and shows it", async () => {
    const card = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Evaluation report" }) });
    await expect(card.getByText(/overfitting$/)).toBeVisible();
    await card.getByRole("button", { name: "Show" }).click();
    const report = page.frameLocator("iframe[title='Evaluation report']");
    await expect(report.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(report.getByText(/overfitting/i).first()).toBeVisible();
    await expect(report.locator("svg").first()).toBeVisible();
    expect(await problemsOf(page, "a run with its report")).toEqual([]);
  });

  await test.step("a script in its place does not run, in the frame and by itself", async () => {
    await expectNoScript(page);
  });

  await test.step("the model says why it answers as it does", async () => {
    await open(page, `${demo().webUrl}/${project}/models/tuned_homes/versions/1`);
    await page.getByRole("button", { name: "Predict" }).click();
    await page.getByRole("button", { name: "Why this answer" }).click();
    const reasons = page.getByRole("figure").filter({ hasText: "Contributions by column" });
    await expect(reasons.getByText("median_income")).toBeVisible();
    const sentence = await page.getByText(/expected of any row/).innerText();
    const [base, moved, together] = (sentence.match(/[-−]?[\d,]+(\.\d+)?/g) ?? []).map(toNumber);
    expect(Math.abs(base + moved - together)).toBeLessThanOrEqual(2);
    expect(toNumber(await page.getByTestId("prediction").innerText())).toBeCloseTo(together, -1);
    expect(await problemsOf(page, "a model version with reasons")).toEqual([]);
  });

  await test.step("the experiment lists trainings, and its trials when asked", async () => {
    await open(page, `${demo().webUrl}/${project}/experiments/homes`);
    const rows = page.getByRole("table", { name: "Runs of homes" }).locator("tbody tr");
    await expect(rows).toHaveCount(2);
    await page.getByRole("switch", { name: "Show trials" }).click();
    await expect(page).toHaveURL(/\?trials=shown$/);
    await expect(rows).toHaveCount(2 + TRIALS);
    await page.reload();
    await listens(page);
    await expect(rows).toHaveCount(2 + TRIALS);
    expect(await problemsOf(page, "an experiment with trials")).toEqual([]);
    await page.getByRole("switch", { name: "Show trials" }).click();
    await expect(page).toHaveURL(/\/experiments\/homes$/);
    await expect(rows).toHaveCount(2);
  });
});

const toNumber = (text: string) => Number(text.replaceAll(",", "").replace("−", "-"));

async function writeConfig(page: Page, space: string) {
  await page.getByRole("textbox", { name: /YAML/ }).fill(config(space));
}

async function expectRefused(page: Page, space: string, message: RegExp) {
  await writeConfig(page, space);
  const problem = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Line 6" }) });
  await expect(problem.filter({ hasText: message })).toBeVisible();
  await expect(page.getByRole("button", { name: "Create and run" })).toBeDisabled();
}

/** What anyone who may log runs could put in the report's place; only the product's own headers and frame hold it. */
const HOSTILE = `<h1>Hostile</h1><script>document.querySelector("h1").textContent = "ran"; fetch("/api/stolen")</script>
<img src="x" onerror="document.querySelector('h1').textContent = 'ran'"><a href="javascript:top.document.title = 'ran'">link</a>`;

async function expectNoScript(page: Page) {
  const asked: string[] = [];
  page.context().on("response", (response) => asked.push(response.url()));
  await page.context().route("**/view/evaluation_report.html", async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-length": String(HOSTILE.length) };
    await route.fulfill({ response, headers, body: HOSTILE });
  });
  await page.getByRole("button", { name: "Hide" }).click();
  await page.getByRole("button", { name: "Show" }).click();
  const frame = page.frameLocator("iframe[title='Evaluation report']");
  await expect(frame.getByRole("heading")).toHaveText("Hostile");
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Open in a new tab" }).click();
  const tab = await opened;
  await expect(tab.getByRole("heading")).toHaveText("Hostile");
  await tab.waitForLoadState("load");
  for (const text of [frame.getByRole("heading"), tab.getByRole("heading")])
    await expect(text).toHaveText("Hostile");
  expect(asked.filter((url) => url.includes("stolen") || url.endsWith("/x"))).toEqual([]);
  await tab.close();
  await page.context().unroute("**/view/evaluation_report.html");
}
