import { expect, test, type Page } from "@playwright/test";
import { createProject, demo, open, signIn } from "./product";
import { problemsOf } from "./problems-of";

/** What shows something else as long as there is nothing. */
const PLACES_WITHOUT_DATA = [
  "",
  "/pipelines",
  "/pipelines/new",
  "/serving",
  "/activity",
  "/settings/api-keys",
];

// Colours fade into each other otherwise, and would be judged half-way.
test.use({ contextOptions: { reducedMotion: "reduce" }, trace: "off" });

test("every page can be read and used by everyone, in both themes, on a phone too", async ({ page }) => {
  const found: string[] = [];
  const look = async (tab: Page, path: string) => {
    await open(tab, demo().webUrl + path);
    found.push(...(await problemsOf(tab, path)));
  };

  await look(page, "/sign-in");
  await look(page, "/guide/serving");
  await signIn(page);
  const empty = await createProject(page, `Empty ${Date.now().toString(36)}`);
  const left = [...(await demoPages(page)), ...PLACES_WITHOUT_DATA.map((place) => `/${empty}${place}`)];
  const other = await page.context().newPage();
  await Promise.all(
    [page, other].map(async (tab) => {
      for (let path = left.shift(); path !== undefined; path = left.shift()) await look(tab, path);
    }),
  );
  expect(found).toEqual([]);
});

test("dialogs keep the focus, close with Escape and give it back", async ({ page }) => {
  await signIn(page);
  const base = `${demo().webUrl}/${demo().project}`;
  const found: string[] = [];
  const dialogs = [
    { url: `${demo().webUrl}/`, opener: "New project" },
    { url: `${base}/settings/api-keys`, opener: "Create API key" },
    { url: `${base}/settings/members`, opener: "Invite member" },
    { url: `${base}/models/${demo().model}`, opener: "Transition Stage" },
  ];
  for (const { url, opener } of dialogs) {
    await open(page, url);
    const button = page.getByRole("button", { name: opener }).first();
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    // A page that is not alive yet ignores the key.
    await expect(async () => {
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(dialog).toBeVisible({ timeout: 3_000 });
    }).toPass();
    found.push(...(await problemsOf(page, opener)));
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press("Tab");
      await expect(dialog.locator(":focus"), `${opener}: Tab ${presses + 1} left the dialog`).toHaveCount(1);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button, opener).toBeFocused();
  }
  expect(found).toEqual([]);
});

test("the keyboard reaches the content first, and sees where it is", async ({ page }) => {
  await signIn(page);
  await open(page, `${demo().webUrl}/${demo().project}`);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  for (let presses = 0; presses < 10; presses++) {
    await page.keyboard.press("Tab");
    const outline = await page
      .locator(":focus")
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline, `Tab ${presses + 1}`).toBe("solid");
  }
});

/** The demo's pages, by way of what its lists link to. */
async function demoPages(page: Page): Promise<string[]> {
  const base = `/${demo().project}`;
  const links = async (path: string, within: string) => {
    await open(page, demo().webUrl + path);
    const all = await page.locator(`table tbody a[href^="${path}/${within}"]`).all();
    const hrefs = await Promise.all(all.map((link) => link.getAttribute("href")));
    return [...new Set(hrefs.flatMap((href) => href ?? []))];
  };
  const [dataset] = await links(`${base}/datasets`, "");
  const [pipeline] = await links(`${base}/pipelines`, "");
  const [pipelineRun] = await links(pipeline, "runs/");
  // Other stories log experiments into the same project meanwhile.
  const ofPipeline = pipeline.split("/").at(-1) ?? "";
  const [experiment] = await links(`${base}/experiments`, ofPipeline);
  const runs = await links(experiment, "runs/");
  const ids = runs.map((href) => href.split("/").at(-1));
  const model = `${base}/models/${demo().model}`;
  expect(runs.length).toBeGreaterThan(1);
  return [
    "/",
    base,
    `${base}/datasets`,
    `${base}/datasets?upload`,
    dataset,
    `${dataset}/versions/1`,
    `${base}/pipelines`,
    `${base}/pipelines/new`,
    pipeline,
    pipelineRun,
    `${base}/experiments`,
    experiment,
    runs[0],
    `${experiment}/compare`,
    `${experiment}/compare?runs=${ids.join(",")}&show=all`,
    `${base}/models`,
    model,
    `${model}/versions/1`,
    `${base}/serving`,
    `${base}/activity`,
    `${base}/settings/members`,
    `${base}/settings/api-keys`,
    ...["", "/quick-start", "/command-reference", "/config-reference"].map(
      (chapter) => `${base}/guide${chapter}`,
    ),
    `/invite/${"x".repeat(43)}`,
    `${base}/models/none`,
    "/none/at/all",
  ];
}
