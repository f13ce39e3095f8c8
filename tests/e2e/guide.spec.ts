import { expect, test } from "@playwright/test";
import { demo, open, signIn } from "./product";

test("somebody searches the guide, copies an example that works, and follows it to the page it talks of", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page);
  await open(page, `${demo().webUrl}/${demo().project}`);
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Guide" }).click();
  await expect(page.getByRole("heading", { name: "The guide" })).toBeVisible();

  const search = page.getByRole("combobox", { name: "Search the guide" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await search.pressSequentially("nothing has these words");
  await expect(page.getByText("Nothing in the guide has all of")).toBeVisible();
  await search.fill("mlflow models serve");
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  // What is found lies over the page, also where it reaches beyond its column.
  const third = page.getByRole("option").nth(2);
  await search.fill("version");
  await third.hover({ position: { x: 12, y: 12 } });
  await expect(third).toHaveAttribute("aria-selected", "true");
  await search.fill("forms of a request");
  await expect(page.getByRole("option").first()).toContainText("Forms of a request");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/guide\/serving#forms-of-a-request$/);
  await expect(page.getByRole("heading", { name: "Forms of a request" })).toBeInViewport();

  const example = page.getByRole("region", { name: "Shell example" }).first();
  await expect(example).toContainText(`${demo().inferenceUrl}/invocations`);
  await page.getByRole("button", { name: "Copy code" }).first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((await example.textContent())?.trimEnd());
  const [, body] = /-d '(.*)'/s.exec(copied) ?? [];
  const answer = await page.request.post(`${demo().inferenceUrl}/invocations`, {
    headers: { authorization: `Bearer ${demo().predictKey}`, "content-type": "application/json" },
    data: body,
  });
  expect(await answer.json()).toEqual({ predictions: [expect.any(Number)] });

  await page.getByRole("link", { name: "Quick start: the week" }).first().click();
  await page.getByRole("link", { name: "model's page" }).click();
  await expect(page).toHaveURL(`${demo().webUrl}/${demo().project}/models/housing_price_predictor`);
  await expect(page.getByRole("heading", { name: demo().model })).toBeVisible();
});

test("who has a key but no account reads the guide too", async ({ page }) => {
  await open(page, `${demo().webUrl}/sign-in`);
  await page.getByRole("link", { name: "Read the guide" }).click();
  await expect(page.getByRole("heading", { name: "The guide" })).toBeVisible();
  await page.getByRole("article").getByRole("link", { name: "Tracking" }).click();
  await expect(page.getByRole("region", { name: "Shell example" }).first()).toContainText(demo().webUrl);
  await open(page, `${demo().webUrl}/guide/no-such-chapter`);
  await expect(page.getByRole("heading", { name: "Nothing is here" })).toBeVisible();
});
