import { expect, type Page } from "@playwright/test";
import axe, { type AxeResults, type RunOptions } from "axe-core";

export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

/** Serious and critical violations in light and dark, and whether a phone must scroll the page sideways. */
export async function problemsOf(page: Page, name: string): Promise<string[]> {
  await expect(page.locator("h1")).toBeVisible();
  const problems: string[] = [];
  // A colour that fades into its next would be judged half-way.
  await page.addStyleTag({ content: "*, *::before, *::after { transition: none !important }" });
  for (const theme of ["light", "dark"]) {
    await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
    const { violations } = await judge(page, {
      // Between the themes only colours differ.
      runOnly: theme === "light" ? { type: "tag", values: WCAG } : { type: "rule", values: COLOUR_RULES },
      resultTypes: ["violations"],
      elementRef: false,
    });
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        problems.push(
          ...nodes.map(
            ({ target, failureSummary }) =>
              `${name} ${theme}: ${id} at ${target.join(" ")}: ${failureSummary}`,
          ),
        );
  }
  await page.setViewportSize(PHONE);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  // A chart draws itself anew once it has seen its new width.
  await expect
    .poll(tooWide, { timeout: 10_000 })
    .toBeLessThanOrEqual(0)
    .catch(async () => problems.push(`${name}: ${await tooWide()} px too wide for ${PHONE.width} px`));
  await page.setViewportSize(DESK);
  return problems;
}

/** What axe says of the page; its half a megabyte is brought there once. */
export async function judge(page: Page, options: RunOptions): Promise<AxeResults> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(
    (asked) => (window as unknown as { axe: typeof axe }).axe.run(document, asked),
    options,
  );
}
