import { expect, test, type Page } from "@playwright/test";
import { syntheticHousing, writeCsv } from "@pipepilot/ml";
import {
  createProjectByForm,
  demo,
  expectRunSucceeds,
  GUIDE_ROW,
  open,
  signInByForm,
  upload,
} from "./product";

const MODEL = "house_prices";

test("a team's week: three trainings, a comparison, a promotion, and answers all the time", async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInByForm(page);
  const project = await createProjectByForm(page, `Week ${Date.now().toString(36)}`);
  const base = `${demo().webUrl}/${project}`;

  // Monday: data, a forest of 100 trees, version 1.
  await upload(page, project, "housing.csv", writeCsv(syntheticHousing({ rows: 4000, seed: 7 })));
  await expect(page.getByRole("heading", { name: "housing v1" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("4,000 rows").first()).toBeVisible();
  await page.getByRole("link", { name: "Create pipeline" }).click();
  await page.getByLabel("Pipeline name").fill("prices");
  await page.getByLabel("Target column").selectOption("median_house_value");
  await writeConfig(page, config({ type: "random_forest", n_estimators: 100, max_depth: 20 }));
  await page.getByRole("button", { name: "Create and run" }).click();
  await expectRunSucceeds(page);
  await expectVersion(page, base, 1);
  await moveToProduction(page, base, 1);
  const key = await createPredictKey(page, base);
  const asking = keepAsking(key);
  await expect.poll(() => asking.versions.at(-1)).toBe("1");

  // Tuesday: 150 trees, version 2, side by side with Monday's.
  await runWith(page, base, { type: "random_forest", n_estimators: 150, max_depth: 20 });
  await expectVersion(page, base, 2);
  await open(page, `${base}/experiments`);
  await page
    .getByRole("link", { name: /prices/ })
    .first()
    .click();
  await page.getByRole("checkbox", { name: /random_forest_100/ }).check();
  await page.getByRole("checkbox", { name: /random_forest_150/ }).check();
  await page.getByRole("button", { name: "Compare Selected" }).click();
  await expect(page).toHaveURL(/compare\?runs=[0-9a-f]{32},[0-9a-f]{32}/);
  await expect(page.getByRole("grid").getByText("n_estimators")).toBeVisible();
  await expect(page.getByText("random_forest_100").first()).toBeVisible();
  await expect(page.getByText("random_forest_150").first()).toBeVisible();

  // Wednesday: gradient boosting, version 3.
  await runWith(page, base, { type: "gradient_boosting" });
  await expectVersion(page, base, 3);

  // Thursday: version 3 goes to Production while clients keep asking.
  await moveToProduction(page, base, 3);
  await expect.poll(() => asking.versions.at(-1)).toBe("3");
  const { versions, failures } = await asking.stop();
  expect(failures).toEqual([]);
  expect([...new Set(versions)]).toEqual(["1", "3"]);
  await open(page, `${base}/models/${MODEL}`);
  await expect(page.getByRole("row", { name: /Version 3/ })).toContainText("Production");
  await expect(page.getByRole("row", { name: /Version 3/ })).toContainText("currently serving", {
    timeout: 20_000,
  });
  await expect(page.getByRole("row", { name: /Version 1/ })).toContainText("Archived");
  await page.getByRole("button", { name: "Predict" }).click();
  await expect(page.getByTestId("prediction")).toHaveText(/^[\d,.]+$/);
  await expect(page.getByText("version 3 ·")).toBeVisible();
});

const config = (candidate: Record<string, string | number>) => `dataset: housing
target: median_house_value
seed: 42
train:
${Object.entries(candidate)
  .map(([name, value], index) => `  ${index === 0 ? "- " : "  "}${name}: ${value}`)
  .join("\n")}
register: { model: ${MODEL}, policy: always }
promote: { to: Staging, when: never }
`;

async function writeConfig(page: Page, yaml: string) {
  await page.getByRole("textbox", { name: /YAML/ }).fill(yaml);
}

async function runWith(page: Page, base: string, candidate: Record<string, string | number>) {
  await open(page, `${base}/pipelines/prices`);
  await writeConfig(page, config(candidate));
  const save = page.getByRole("button", { name: /Save as config/ });
  // Live news of the save may reach the page before the save's own answer: hold that until it has.
  await page.route(/pipeline\.saveConfig/, async (route) => {
    const response = await route.fetch();
    await expect(save).toBeHidden();
    await route.fulfill({ response });
  });
  await save.click();
  await expect(page.getByText(/Saved as config \d+/).first()).toBeVisible();
  await page.getByRole("button", { name: "Run pipeline" }).click();
  await expect(page).toHaveURL(/\/runs\/\d+/);
  await expectRunSucceeds(page);
}

async function expectVersion(page: Page, base: string, number: number) {
  await open(page, `${base}/models/${MODEL}`);
  await expect(page.getByRole("link", { name: `Version ${number}`, exact: true })).toBeVisible();
}

async function moveToProduction(page: Page, base: string, number: number) {
  await open(page, `${base}/models/${MODEL}/versions/${number}`);
  await page.getByRole("button", { name: "Transition Stage" }).click();
  await page.getByLabel("To stage").selectOption("Production");
  await page.getByLabel("Why").fill("Best of the week");
  await page.getByRole("button", { name: "Move to Production" }).click();
  await expect(page.getByText(`${MODEL} v${number} is in Production`).first()).toBeVisible();
}

async function createPredictKey(page: Page, base: string): Promise<string> {
  await open(page, `${base}/settings/api-keys`);
  await page.getByRole("button", { name: "Create API key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Name/).fill("clients");
  await dialog.getByRole("checkbox", { name: /predict/i }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = await dialog
    .getByText(/^pp_[\w-]{43}$/)
    .first()
    .textContent();
  expect(key).toMatch(/^pp_/);
  return key as string;
}

/** A client that asks the guide's row again and again, some fifty times a second. */
function keepAsking(key: string) {
  const versions: string[] = [];
  const failures: string[] = [];
  let going = true;
  const loop = (async () => {
    while (going) {
      try {
        const response = await fetch(`${demo().inferenceUrl}/invocations`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          body: JSON.stringify(GUIDE_ROW),
        });
        const body = (await response.json()) as { predictions?: number[] };
        if (response.ok && body.predictions?.length === 1)
          versions.push(response.headers.get("x-pipepilot-version") ?? "");
        // Before the first load has finished nothing is served yet; afterwards every answer counts.
        else if (versions.length > 0 || response.status !== 503)
          failures.push(`${response.status} ${JSON.stringify(body)}`);
      } catch (error) {
        failures.push(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    versions,
    async stop() {
      going = false;
      await loop;
      return { versions, failures };
    },
  };
}
