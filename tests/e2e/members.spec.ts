import { expect, test, type Browser, type Page } from "@playwright/test";
import { problemsOf } from "./problems-of";
import { call, confirm, createProject, createTrackKey, demo, listens, open, read, signIn } from "./product";

// Colours fade into each other otherwise, and would be judged half-way.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a second person is invited, may do what the role allows, and calls the owner by name", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const project = await createProject(page, `Team ${Date.now().toString(36)}`);
  const base = `${demo().webUrl}/${project}`;
  const run = `/experiments/notebook/runs/${await logRun(page, project)}`;
  const email = `grace-${Date.now().toString(36)}@example.com`;

  await open(page, `${base}/settings/members`);
  const link = await invite(page, email);
  await expect(page.getByRole("table", { name: "Invitations" }).getByText(email)).toBeVisible();
  const grace = await (await newBrowser(browser)).newPage();

  await test.step("a link that is not complete says so, and nothing else", async () => {
    await open(grace, link.slice(0, -3));
    await expect(grace.getByRole("heading", { name: "This link is not complete" })).toBeVisible();
    await expect(grace.getByText(/Team/)).toHaveCount(0);
  });

  await test.step("whoever has no account makes one and is in", async () => {
    await open(grace, link);
    await expect(grace.getByRole("heading", { name: /^Join Team/ })).toBeVisible();
    expect(await problemsOf(grace, "invitation")).toEqual([]);
    await grace.getByLabel("Name").fill("Grace Hopper");
    await grace.getByLabel("Password").fill("correct horse");
    await grace.getByRole("button", { name: "Create account and accept" }).click();
    await expect(grace.getByRole("heading", { name: "Overview" })).toBeVisible();
    expect(new URL(grace.url()).pathname).toBe(`/${project}`);
    await expect(page.getByRole("row", { name: /Grace Hopper/ })).toContainText("viewer");
    await expect(page.getByRole("table", { name: "Invitations" })).toHaveCount(0);
    await open(grace, link);
    await expect(grace.getByRole("heading", { name: "This invitation was used" })).toBeVisible();
  });

  await test.step("a viewer finds no buttons for what a viewer may not do, and is refused it", async () => {
    await open(grace, base + run);
    await expect(grace.getByRole("heading", { name: "forest" })).toBeVisible();
    await expect(page.getByRole("list", { name: "Also here" }).getByRole("listitem")).toHaveText(
      "GHGrace Hopper",
    );
    await expect(grace.getByRole("list", { name: "Also here" }).getByRole("listitem")).toHaveCount(1);
    await expect(grace.getByRole("textbox", { name: "Write a comment" })).toHaveCount(0);
    await expect(grace.getByRole("link", { name: "API keys" })).toHaveCount(0);
    await open(grace, `${base}/settings/members`);
    await expect(grace.getByRole("row", { name: /Grace Hopper/ }).getByText("you")).toBeVisible();
    await expect(grace.getByRole("button", { name: /Invite|Change|Remove/ })).toHaveCount(0);
    const about = { runId: run.split("/").at(-1) };
    expect(await statusOf(grace, "comment.add", { project, about, text: "me too" })).toBe(403);
    const other = { email: "eve@example.com", role: "owner" };
    expect(await statusOf(grace, "invitation.create", { project, ...other })).toBe(403);
    expect(await statusOf(grace, "apiKey.create", { project, name: "k", scopes: ["admin"] })).toBe(403);
  });

  await test.step("the owner makes them a contributor, which their page hears", async () => {
    await open(grace, base + run);
    await page.getByRole("button", { name: "Change Grace Hopper's role" }).click();
    await page.getByRole("radio", { name: "contributor" }).check();
    expect(await problemsOf(page, "change role")).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Change role" }).click();
    await expect(page.getByRole("row", { name: /Grace Hopper/ })).toContainText("contributor");
    await expect(grace.getByRole("textbox", { name: "Write a comment" })).toBeVisible();
  });

  await test.step("a comment that names the owner reaches the bell without a reload", async () => {
    const { name } = await me(page, project);
    const bell = page.getByRole("button", { name: /^Mentions/ });
    await expect(bell).toHaveAccessibleName("Mentions");
    const box = grace.getByRole("textbox", { name: "Write a comment" });
    await box.pressSequentially(`Is this **the one**, @${name.slice(0, 2).toLowerCase()}`);
    await expect(grace.getByRole("option", { name })).toBeVisible();
    await box.press("Enter");
    await expect(box).toHaveValue(`Is this **the one**, @${name} `);
    await box.press("Control+Enter");
    const said = grace.getByRole("article", { name: "Comment by Grace Hopper" });
    await expect(said.locator("strong")).toHaveText("the one");
    await expect(said).toContainText(`@${name}`);
    await expect(bell).toHaveAccessibleName("Mentions: 1 unread");
    await bell.click();
    await expect(page.getByRole("dialog", { name: "Mentions" })).toContainText("Is this **the one**");
    expect(await problemsOf(page, "mentions")).toEqual([]);
    await page.getByRole("link", { name: /Grace Hopper on forest/ }).click();
    await expect(page).toHaveURL(/\/runs\/[0-9a-f]{32}#comment-/);
    await expect(page.getByRole("article", { name: "Comment by Grace Hopper" })).toBeInViewport();
    await expect(bell).toHaveAccessibleName("Mentions");
    expect(await problemsOf(page, "run with comments")).toEqual([]);
  });

  await test.step("it is edited, seen by the other at once, and deleted by the owner", async () => {
    await grace.getByRole("button", { name: "Edit comment" }).click();
    await grace.getByRole("textbox", { name: "Edit comment" }).fill("Never mind.");
    await grace.getByRole("button", { name: "Save" }).click();
    const seen = page.getByRole("article", { name: "Comment by Grace Hopper" });
    await expect(seen).toContainText("Never mind.");
    await expect(seen).toContainText("edited");
    await expect(seen.getByRole("button", { name: "Edit comment" })).toHaveCount(0);
    await seen.getByRole("button", { name: "Delete comment" }).click();
    await confirm(page, "Delete comment");
    await expect(grace.getByRole("article", { name: "Comment by Grace Hopper" })).toHaveCount(0);
  });

  await test.step("the feed tells all of it, by person and by kind", async () => {
    await open(page, `${base}/activity`);
    await expect(page.getByText("joined as viewer")).toBeVisible();
    await page.getByLabel("Kind").selectOption({ label: "Comments" });
    await expect(page).toHaveURL(/kind=comments/);
    await expect(page.getByText("joined as viewer")).toHaveCount(0);
    await page.getByLabel("Person").selectOption({ label: "Grace Hopper" });
    await expect(page.getByText(/commented on/)).toHaveCount(1);
    await page.reload();
    await listens(page);
    await expect(page.getByText(/commented on/)).toHaveCount(1);
  });

  await test.step("whoever is removed loses the page that is open", async () => {
    await open(page, `${base}/settings/members`);
    await page.getByRole("button", { name: "Remove Grace Hopper" }).click();
    await confirm(page, "Remove member");
    await expect(page.getByRole("row", { name: /Grace Hopper/ })).toHaveCount(0);
    await expect(grace.getByRole("heading", { name: "Nothing is here" })).toBeVisible();
    await expect(page.getByRole("list", { name: "Also here" })).toHaveCount(0);
    expect(await statusOf(grace, "run.trash", { project, runIds: [run.split("/").at(-1)] })).toBe(404);
    await page.getByRole("button", { name: "Leave" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Leave project" }).click();
    await expect(question.getByRole("alert")).toContainText("only owner");
  });
});

test("whoever has an account signs in on the link, or accepts with one click; nobody takes another's", async ({
  page,
  browser,
}) => {
  await signIn(page);
  const stamp = Date.now().toString(36);
  const email = `ada-${stamp}@example.com`;
  const ada = await (await newBrowser(browser)).newPage();
  const linkTo = async (name: string) => {
    const project = await createProject(page, name);
    await open(page, `${demo().webUrl}/${project}/settings/members`);
    return { project, link: await invite(page, email) };
  };

  const first = await linkTo(`First ${stamp}`);
  await open(ada, first.link);
  await ada.getByLabel("Name").fill("Ada");
  await ada.getByLabel("Password").fill("correct horse");
  await ada.getByRole("button", { name: "Create account and accept" }).click();
  await expect(ada).toHaveURL(new RegExp(`/${first.project}$`));

  const second = await linkTo(`Second ${stamp}`);
  await open(page, second.link);
  await expect(page.getByRole("heading", { name: "This invitation is for somebody else" })).toBeVisible();
  expect(await problemsOf(page, "somebody else's invitation")).toEqual([]);
  await open(ada, second.link);
  await ada.getByRole("button", { name: "Accept invitation" }).click();
  await expect(ada).toHaveURL(new RegExp(`/${second.project}$`));

  const third = await linkTo(`Third ${stamp}`);
  const elsewhere = await (await newBrowser(browser)).newPage();
  await open(elsewhere, third.link);
  await elsewhere.getByLabel("Password").fill("wrong horse");
  await elsewhere.getByRole("button", { name: "Sign in and accept" }).click();
  await expect(elsewhere.getByRole("alert").filter({ hasText: "password is wrong" })).toBeVisible();
  await elsewhere.getByLabel("Password").fill("correct horse");
  await elsewhere.getByRole("button", { name: "Sign in and accept" }).click();
  await expect(elsewhere).toHaveURL(new RegExp(`/${third.project}$`));

  const fourth = await linkTo(`Fourth ${stamp}`);
  await page.getByRole("button", { name: `Revoke the invitation of ${email}` }).click();
  await confirm(page, "Revoke invitation");
  await expect(page.getByRole("table", { name: "Invitations" })).toHaveCount(0);
  await open(ada, fourth.link);
  await expect(ada.getByRole("heading", { name: "This invitation ended" })).toBeVisible();
  await expect(ada.getByText("Fourth")).toHaveCount(0);
});

const newBrowser = (browser: Browser) => browser.newContext({ reducedMotion: "reduce" });

/** Makes a link for a viewer. */
async function invite(page: Page, email: string): Promise<string> {
  await page.getByRole("button", { name: "Invite member" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByRole("radio", { name: "viewer" }).check();
  expect(await problemsOf(page, "invite")).toEqual([]);
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByText(/\/invite\/[\w-]{43}$/).textContent();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  return link ?? "";
}

async function statusOf(page: Page, procedure: string, input: object): Promise<number> {
  return (await call(page, procedure, input)).status();
}

async function me(page: Page, project: string): Promise<{ name: string }> {
  const members = await read<{ name: string; role: string }[]>(page, "member.list", { project });
  return members.find(({ role }) => role === "owner") ?? { name: "" };
}

/** A run as a client logs it; its id. */
async function logRun(page: Page, project: string): Promise<string> {
  const headers = { authorization: `Bearer ${await createTrackKey(page, project)}` };
  const post = async (path: string, data: object) => {
    const response = await page.request.post(`${demo().webUrl}/api/2.0/mlflow/${path}`, { headers, data });
    expect([path, response.status()]).toEqual([path, 200]);
    return (await response.json()) as { experiment_id: string; run: { info: { run_id: string } } };
  };
  const { experiment_id } = await post("experiments/create", { name: "notebook" });
  const { run } = await post("runs/create", { experiment_id, run_name: "forest", start_time: Date.now() });
  return run.info.run_id;
}
