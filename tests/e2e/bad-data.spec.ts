import { expect, test } from "@playwright/test";
import { createProject, demo, open, signIn, upload } from "./product";

const header = "a,b,y\n";
const rows = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => row(index)).join("\n");

const REFUSED: [name: string, content: string | Buffer, message: RegExp][] = [
  ["an empty file", "", /empty/i],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452000000", "hex"), /not (a )?(text|CSV)|binary/i],
  ["a file without a header", rows(30, (i) => `${i},${i * 2},${i * 3}`), /not column names/i],
  [
    "a header that names a column twice",
    `a,b,a\n${rows(30, (i) => `${i},1,2`)}`,
    /twice|duplicate|more than once/i,
  ],
  ["a single row", `${header}1,2,3\n`, /rows?/i],
];

test.describe("files that cannot be used", () => {
  test("each is refused where it was dropped, and nothing of it stays", async ({ page }) => {
    await signIn(page);
    const project = await createProject(page, `Refused ${Date.now().toString(36)}`);
    for (const [name, content, message] of REFUSED) {
      await upload(page, project, "bad.csv", content);
      await expect(page.getByRole("alert").filter({ hasText: message }), name).toBeVisible();
    }
    await open(page, `${demo().webUrl}/${project}/datasets`);
    await expect(page.getByText("No data yet")).toBeVisible();
  });

  test("a constant target is refused before anything runs", async ({ page }) => {
    await signIn(page);
    const project = await createProject(page, `Constant ${Date.now().toString(36)}`);
    await upload(page, project, "flat.csv", `a,b,y\n${rows(60, (i) => `${i},${i % 7},5`)}`);
    await expect(page.getByRole("heading", { name: "flat v1" })).toBeVisible();
    await page.getByRole("link", { name: "Create pipeline" }).click();
    await page
      .getByRole("textbox", { name: /YAML/ })
      .fill("dataset: flat\ntarget: y\ntrain:\n  - type: baseline\n");
    await page.getByRole("button", { name: "Create and run" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "same value in every row" }).first(),
    ).toBeVisible();
    await open(page, `${demo().webUrl}/${project}/pipelines`);
    await expect(page.getByText("flat", { exact: true })).toBeHidden();
  });

  test("a config with an unknown key is answered at its place", async ({ page }) => {
    await signIn(page);
    const project = await createProject(page, `Config ${Date.now().toString(36)}`);
    await upload(page, project, "small.csv", `a,b,y\n${rows(60, (i) => `${i},${i % 7},${i * 3}`)}`);
    await page.getByRole("link", { name: "Create pipeline" }).click();
    await page
      .getByRole("textbox", { name: /YAML/ })
      .fill("dataset: small\ntarget: y\ntrain:\n  - type: random_forest\n    n_estimator: 5\n");
    await expect(page.getByRole("alert").filter({ hasText: "n_estimator" }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Create and run" })).toBeDisabled();
  });
});
