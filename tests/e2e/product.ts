import { expect, type APIResponse, type BrowserContext, type Page } from "@playwright/test";

/** What `start-product.ts` left for the stories. */
export interface Demo {
  webUrl: string;
  inferenceUrl: string;
  email: string;
  password: string;
  project: string;
  model: string;
  predictKey: string;
  trackKey: string;
  curl: string;
}

export function demo(): Demo {
  return JSON.parse(process.env.PIPEPILOT_E2E_DEMO ?? "{}") as Demo;
}

/**
 * Goes to an address and waits until the page listens: what is typed into it before, React puts back, and what was
 * selected is selected no more.
 */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await listens(page);
}

export async function listens(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")].every((field) =>
      Object.keys(field).some((key) => key.startsWith("__reactProps$")),
    ),
  );
}

/** What the first sign-in of this process was given; a person has many browsers and signs in to few of them twice. */
let cookies: Awaited<ReturnType<BrowserContext["cookies"]>> | undefined;

/** Signs the page's browser in, and shows nothing yet. */
export async function signIn(page: Page): Promise<void> {
  if (!cookies) {
    await signInByForm(page);
    cookies = await page.context().cookies();
  }
  await page.context().addCookies(cookies);
}

/** With a session of its own, standing on the list of projects. */
export async function signInByForm(page: Page): Promise<void> {
  const { webUrl, email, password } = demo();
  await open(page, `${webUrl}/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
}

/** Calls a procedure as the person of the page. */
export function call(page: Page, procedure: string, input: object): Promise<APIResponse> {
  return page.request.post(`${demo().webUrl}/api/trpc/${procedure}`, { data: { json: input } });
}

/** What a procedure that changes something answers. */
async function done<Answer>(page: Page, procedure: string, input: object): Promise<Answer> {
  return answerOf(procedure, await call(page, procedure, input));
}

/** What a procedure that changes nothing answers. */
export async function read<Answer>(page: Page, procedure: string, input: object): Promise<Answer> {
  const text = encodeURIComponent(JSON.stringify({ json: input }));
  return answerOf(procedure, await page.request.get(`${demo().webUrl}/api/trpc/${procedure}?input=${text}`));
}

async function answerOf<Answer>(procedure: string, response: APIResponse): Promise<Answer> {
  expect([procedure, response.status()]).toEqual([procedure, 200]);
  const { result } = (await response.json()) as { result: { data: { json: Answer } } };
  return result.data.json;
}

/** Creates a project of the story's own; its slug. */
export async function createProject(page: Page, name: string): Promise<string> {
  return (await done<{ slug: string }>(page, "project.create", { name })).slug;
}

/** As `createProject`, by the buttons; stands on its overview. */
export async function createProjectByForm(page: Page, name: string): Promise<string> {
  await open(page, `${demo().webUrl}/`);
  await page.getByRole("button", { name: "New project" }).first().click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  return new URL(page.url()).pathname.slice(1);
}

/** A key for tracking in the project. */
export async function createTrackKey(page: Page, project: string): Promise<string> {
  const input = { project, name: "notebook", scopes: ["track"] };
  return (await done<{ key: string }>(page, "apiKey.create", input)).key;
}

export async function upload(
  page: Page,
  project: string,
  fileName: string,
  content: string | Buffer,
  dataset?: string,
): Promise<void> {
  await open(page, `${demo().webUrl}/${project}/datasets?upload`);
  if (dataset) await page.getByLabel("Dataset name").fill(dataset);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: fileName, mimeType: "text/csv", buffer: Buffer.from(content) });
}

/** Waits until the pipeline run on the page is over, and expects it to have succeeded. */
export async function expectRunSucceeds(page: Page): Promise<void> {
  await expect(page.getByTestId("run-status")).toHaveText(/succeeded|failed|cancelled/i, { timeout: 90_000 });
  await expect(page.getByTestId("run-status")).toHaveText(/succeeded/i);
}

/** The guide's row, as a request. */
export const GUIDE_ROW = {
  dataframe_split: {
    columns: [
      "median_income",
      "housing_median_age",
      "total_rooms",
      "total_bedrooms",
      "population",
      "households",
      "latitude",
      "longitude",
      "ocean_proximity",
    ],
    data: [[8.3252, 41.0, 880, 129, 322, 126, 37.88, -122.23, "NEAR BAY"]],
  },
};

/**
 * Says yes to the question that is open and waits until it is closed, which it is when it was done: what is behind an
 * open question no role finds, so that nothing there could be said to be gone.
 */
export async function confirm(page: Page, button: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await question.getByRole("button", { name: button }).click();
  await expect(question).toHaveCount(0);
}
