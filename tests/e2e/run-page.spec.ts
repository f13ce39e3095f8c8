import { expect, test, type APIRequestContext, type Browser, type Page } from "@playwright/test";
import { syntheticHousing, writeCsv } from "@pipepilot/ml";
import { problemsOf } from "./problems-of";
import {
  confirm,
  createProject,
  createTrackKey,
  demo,
  expectRunSucceeds,
  listens,
  open,
  signIn,
  upload,
} from "./product";

// Colours fade into each other otherwise, and would be judged half-way.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const STEPS = 30;
/** What anyone who may log runs could log as a page. */
const HOSTILE = `<h1>Logged page</h1><p id="told">no script ran</p><script>
const tell = (text) => (document.getElementById("told").textContent += " " + text);
tell("ran in origin " + self.origin);
try { tell(parent.document.title) } catch { tell("cannot reach its parent") }
try { tell(document.cookie) } catch { tell("has no cookies") }
fetch("/api/stolen").catch(() => tell("cannot connect"));
</script><img src="/api/stolen-picture" onerror="this.alt='gone'">`;

test("a run that a client logged is read, described, sorted out and registered", async ({
  page,
  request,
  browser,
}) => {
  await signIn(page);
  const project = await createProject(page, `Client ${Date.now().toString(36)}`);
  const client = await createClient(page, request, project);
  const runId = await client.logRun();
  const address = `${demo().webUrl}/${project}/experiments/notebook/runs/${runId}`;

  await test.step("its metrics have charts that follow while it runs", async () => {
    await open(page, address);
    await page.getByRole("tab", { name: "Charts" }).click();
    await expect(page.getByRole("figure")).toHaveCount(12);
    await expect(page.getByText("1 to 12 of 42 charts")).toBeVisible();
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page).toHaveURL(/charts=2/);
    await page.getByRole("searchbox", { name: "Search metrics" }).fill("loss");
    await expect(page.getByRole("figure")).toHaveCount(1);
    const loss = page.getByRole("article", { name: "Loss" });
    await expect(loss.getByText(/at step 29$/)).toBeVisible();
    await page.getByRole("switch", { name: "Log scale" }).click();
    await page.getByRole("combobox", { name: "Over" }).selectOption("relative");
    await page.getByRole("slider", { name: "Smoothing" }).fill("0.6");
    await expect(page).toHaveURL(/metric=loss&scale=log&x=relative&smooth=0.6$/);
    await expect(loss.getByRole("button", { name: "training, smoothed" })).toBeVisible();
    await client.logMetric(runId, "train_loss", 0.01, STEPS);
    await expect(loss.getByText(/at step 30$/)).toBeVisible();
    await page.reload();
    await listens(page);
    await expect(page.getByRole("figure")).toHaveCount(1);
    await loss.getByRole("button", { name: "Table" }).click();
    await expect(loss.getByRole("columnheader", { name: "since the start (s)" })).toBeVisible();
    expect(await problemsOf(page, "charts of a run")).toEqual([]);
  });

  await test.step("files are shown in place", async () => {
    await open(page, `${address}?tab=artifacts`);
    const files = page.getByRole("navigation", { name: "Files" });
    await files.getByRole("button", { name: "tables" }).click();
    await files.getByRole("button", { name: "data.csv" }).click();
    await expect(page).toHaveURL(/file=tables\/data.csv/);
    await expect(
      page.getByRole("table", { name: "Rows of tables/data.csv" }).locator("tbody tr"),
    ).toHaveCount(2);
    await expect(page.getByRole("cell", { name: "a, b" })).toBeVisible();
    await files.getByRole("button", { name: "conf.json" }).click();
    await expect(page.getByRole("region", { name: "conf.json", exact: true })).toContainText('"depth": 3');
    await files.getByRole("button", { name: "README.md" }).click();
    await expect(page.getByRole("heading", { name: "What I did" })).toBeVisible();
    await files.getByRole("button", { name: "dot.png" }).click();
    await expect(page.getByRole("img", { name: "dot.png" })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(files.getByRole("button", { name: "model" })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(files.getByRole("button", { name: "MLmodel" })).toBeVisible();
    expect(await problemsOf(page, "files of a run")).toEqual([]);
    const desk = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 500 });
    await files.getByRole("button", { name: "conf.json" }).click();
    const preview = page.getByRole("region", { name: "File conf.json" });
    await expect(preview).toBeFocused();
    await expect(preview.getByRole("heading", { name: "conf.json" })).toBeInViewport();
    await page.setViewportSize(desk);
  });

  await test.step("a page among them runs no script in our origin", async () => {
    await expectHarmless(page, address);
  });

  await test.step("two people write its note, and neither loses a word", async () => {
    await writeNoteTogether(page, browser, address);
  });

  await test.step("tags are added, changed and removed", async () => {
    const tags = page.locator("section").filter({ has: page.getByRole("heading", { name: "Tags" }) });
    await tags.getByRole("button", { name: "Add tag" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("owner");
    await page.getByRole("dialog").getByLabel("Value").fill("Ada");
    await page.getByRole("dialog").getByRole("button", { name: "Add tag" }).click();
    await expect(tags.getByText("Ada", { exact: true })).toBeVisible();
    await tags.getByRole("button", { name: "Change tag owner" }).click();
    await page.getByRole("dialog").getByLabel("Value").fill("Grace");
    await page.getByRole("dialog").getByRole("button", { name: "Change" }).click();
    await expect(tags.getByText("Grace", { exact: true })).toBeVisible();
    await tags.getByRole("button", { name: "Remove tag owner" }).click();
    await expect(tags.getByText("No tag yet.")).toBeVisible();
    expect(await problemsOf(page, "a client's run")).toEqual([]);
  });

  await test.step("its model becomes a version of a new model", async () => {
    await page.getByRole("button", { name: "Register" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("The folder model of its artifacts")).toBeVisible();
    await dialog.getByLabel("Model").fill("from_notebook");
    await dialog.getByRole("button", { name: "Register" }).click();
    await expect(page).toHaveURL(/\/models\/from_notebook\/versions\/1$/);
    await open(page, address);
    await expect(page.getByRole("link", { name: "from_notebook v1" })).toBeVisible();
  });

  await test.step("it is renamed, goes to the trash and comes back", async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("renamed");
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await expect(page.getByRole("heading", { name: "renamed" })).toBeVisible();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await confirm(page, "Delete");
    await expect(page.getByText("This run is in the trash")).toBeVisible();
    await page.getByRole("button", { name: "Restore" }).click();
    await expect(page.getByText("This run is in the trash")).toBeHidden();
    await expect(page.getByRole("button", { name: "Reproduce" })).toHaveAttribute("aria-disabled", "true");
  });
});

test("a pipeline's run is reproduced, bit by bit", async ({ page }) => {
  await signIn(page);
  const project = await createProject(page, `Again ${Date.now().toString(36)}`);
  await upload(page, project, "homes.csv", writeCsv(syntheticHousing({ rows: 600, seed: 5 })));
  await page.getByRole("link", { name: "Create pipeline" }).click();
  await page.getByLabel("Pipeline name").fill("homes");
  await page
    .getByRole("textbox", { name: /YAML/ })
    .fill(
      "dataset: homes\ntarget: median_house_value\ntrain:\n  - { type: gradient_boosting, n_estimators: 20 }\n",
    );
  await page.getByRole("button", { name: "Create and run" }).click();
  await expectRunSucceeds(page);
  await page.getByRole("table", { name: "Candidates of this run" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Residuals" })).toBeVisible();
  await page.getByRole("button", { name: "Reproduce" }).click();
  await confirm(page, "Reproduce");
  await expect(page.getByText("bit-identical")).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByText(/^bit-identical All \d+ metrics have the same bits.*The model has the same bytes\.$/),
  ).toBeVisible();
  expect(await problemsOf(page, "a reproduced run")).toEqual([]);
  await page.getByRole("link", { name: /^run [0-9a-f]{8}$/ }).click();
  await expect(page.getByText(/^It reproduces gradient_boosting_20\.$/)).toBeVisible();
  await expect(page.getByText("bit-identical")).toBeVisible();
});

async function expectHarmless(page: Page, address: string) {
  // What a policy forbids is begun and never answered.
  const answered: string[] = [];
  page.context().on("response", (response) => answered.push(response.url()));
  const title = await page.title();
  const files = page.getByRole("navigation", { name: "Files" });
  await files.getByRole("button", { name: "page.html" }).click();
  const told = page.frameLocator("iframe[title='page.html']").locator("#told");
  await expect(told).toHaveText("no script ran");
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Open in a new tab" }).click();
  const tab = await opened;
  await expect(tab.locator("#told")).toHaveText("no script ran");
  // Nor by an address that a person was talked into.
  await open(tab, `${tab.url()}?scripts=own-origin`);
  await expect(tab.locator("#told")).toHaveText("no script ran");
  await tab.close();
  await page.getByRole("switch", { name: "Run its scripts" }).click();
  await expect(told).toHaveText(
    "no script ran ran in origin null cannot reach its parent has no cookies cannot connect",
  );
  expect(answered.filter((url) => url.includes("stolen"))).toEqual([]);
  expect(await page.title()).toBe(title);
  await open(page, address);
}

async function writeNoteTogether(page: Page, browser: Browser, address: string) {
  const note = (tab: Page) =>
    tab.locator("section").filter({ has: tab.getByRole("heading", { name: "Note" }) });
  await expect(note(page).getByText("from the client")).toBeVisible();
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  await open(other, address);
  for (const [tab, text] of [
    [page, "Ada was **here**."],
    [other, "Grace was here.<script>document.title = 'ran'</script>"],
  ] as const) {
    await note(tab).getByRole("button", { name: "Edit" }).click();
    await note(tab).getByLabel("Note", { exact: true }).fill(text);
  }
  await note(other).getByRole("button", { name: "Save note" }).click();
  await expect(note(other).getByText(/^Grace was here\.<script>/)).toBeVisible();
  await expect(note(page).getByText("Version 2 was saved while you were writing")).toBeVisible();
  await expect(note(page).getByRole("button", { name: "Save note" })).toBeDisabled();
  await note(page).getByRole("button", { name: "Put theirs before mine and go on" }).click();
  await note(page).getByRole("button", { name: "Save note" }).click();
  await expect(note(page).getByText("Ada was here.")).toBeVisible();
  await expect(note(other).getByText("Ada was here.")).toBeVisible();
  await note(page).getByRole("button", { name: "History" }).click();
  await expect(page.getByRole("dialog").getByText(/^Version \d by/)).toHaveText([
    /^Version 3 by/,
    /^Version 2 by/,
    /^Version 1 by an MLflow client/,
  ]);
  await page.keyboard.press("Escape");
  expect(await other.title()).not.toBe("ran");
  await context.close();
}

/** A key of the project's own, and what a client does with it. */
async function createClient(page: Page, request: APIRequestContext, project: string) {
  const headers = { authorization: `Bearer ${await createTrackKey(page, project)}` };
  const post = async (path: string, data: object) => {
    const response = await request.post(`${demo().webUrl}/api/2.0/mlflow/${path}`, { headers, data });
    expect([path, response.status()]).toEqual([path, 200]);
    return (await response.json()) as { experiment_id: string; run: { info: { run_id: string } } };
  };
  const now = Date.now();
  const point = (key: string, value: number, step: number) => ({
    key,
    value,
    step,
    timestamp: now + step * 1000,
  });
  return {
    logMetric: (runId: string, key: string, value: number, step: number) =>
      post("runs/log-batch", { run_id: runId, metrics: [point(key, value, step)] }),
    async logRun(): Promise<string> {
      const { experiment_id } = await post("experiments/create", { name: "notebook" });
      const tags = [{ key: "mlflow.note.content", value: "from the client" }];
      const { run } = await post("runs/create", { experiment_id, run_name: "forest", start_time: now, tags });
      const runId = run.info.run_id;
      const steps = Array.from({ length: STEPS }, (_, step) => step);
      const metrics = [
        ...steps.flatMap((step) => [
          point("train_loss", 3 / (step + 1), step),
          point("validation_loss", 4 / (step + 1), step),
        ]),
        ...Array.from({ length: 41 }, (_, layer) =>
          [0, 1].map((step) => point(`layers/norm ${layer}`, layer + step, step)),
        ).flat(),
        point("accuracy", 0.9, 0),
      ];
      await post("runs/log-batch", { run_id: runId, metrics, params: [{ key: "depth", value: "3" }] });
      const files: Record<string, string | Buffer> = {
        "tables/data.csv": 'name,value\n"a, b",1\nc,2\n',
        "conf.json": '{"depth":3}',
        "README.md": "# What I did\n\nIt *worked*.",
        "page.html": HOSTILE,
        "model/MLmodel": "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n",
        "dot.png": Buffer.from(
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
          "base64",
        ),
      };
      for (const [path, data] of Object.entries(files)) {
        const url = `${demo().webUrl}/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${runId}/artifacts/${path}`;
        expect((await request.put(url, { headers, data })).status()).toBe(200);
      }
      return runId;
    },
  };
}
