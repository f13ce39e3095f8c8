import { request } from "node:http";
import { expect, test, type Page } from "@playwright/test";
import { demo, open, signInByForm } from "./product";

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as an attacker writes it: paths unread, a Host of their choice. */
function ask({ method = "GET", path, headers, body }: Asked) {
  const { hostname, port } = new URL(demo().webUrl);
  return new Promise<{ status: number; location: string | undefined; body: string }>((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      let read = "";
      answer.on("data", (chunk: Buffer) => (read += chunk.toString()));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, body: read }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function fill(page: Page) {
  await page.getByLabel("Email").fill(demo().email);
  await page.getByLabel("Password").fill(demo().password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const cookieOf = async (page: Page) =>
  (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

const isSignedIn = async (cookie: string) =>
  (await ask({ path: "/api/trpc/project.list", headers: { cookie } })).status === 200;

test.describe("signing in and out", () => {
  test("leads to the page that was asked for, and never to another site", async ({ page }) => {
    const { webUrl, project } = demo();
    await open(page, `${webUrl}/${project}/datasets?sort=name`);
    await fill(page);
    await expect(page).toHaveURL(`${webUrl}/${project}/datasets?sort=name`);
    await page.context().clearCookies();
    await open(page, `${webUrl}/sign-in?next=${encodeURIComponent("/..//evil.example")}`);
    await fill(page);
    await expect(page).toHaveURL(`${webUrl}/`);
  });

  test("one browser's signing out ends copies of its cookie, and no other browser's", async ({
    page,
    browser,
  }) => {
    await signInByForm(page);
    const copied = await cookieOf(page);
    const other = await browser.newContext();
    const elsewhere = await other.newPage();
    await signInByForm(elsewhere);
    expect(await isSignedIn(copied)).toBe(true);
    await open(page, `${demo().webUrl}/${demo().project}`);
    await page.getByRole("button", { name: demo().email }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(await isSignedIn(copied)).toBe(false);
    expect((await ask({ path: "/", headers: { cookie: copied } })).location).toMatch(/\/sign-in$/);
    expect(await isSignedIn(await cookieOf(elsewhere))).toBe(true);
    await other.close();
  });

  test("what is no form is refused as such, and the library's addresses are not there", async () => {
    const multipart = { "content-type": "multipart/form-data; boundary=x" };
    for (const path of ["/sign-in", "/"])
      expect((await ask({ method: "POST", path, headers: multipart, body: "zz" })).status).toBe(400);
    for (const [method, path] of [
      ["GET", "callback/credentials"],
      ["POST", "callback/credentials"],
      ["POST", "signin/credentials"],
      ["POST", "signout"],
      ["GET", "providers"],
      ["GET", "signin"],
      ["GET", "session"],
      ["GET", "csrf"],
    ]) {
      const headers = { host: "pipepilot.example" };
      const { status, location } = await ask({ method, path: `/api/auth/${path}`, headers });
      expect({ path, status, location }).toEqual({ path, status: 404, location: undefined });
    }
    const { location } = await ask({ path: "/bike", headers: { host: "pipepilot.example" } });
    expect(location).not.toMatch(/localhost:|127\.0\.0\.1/);
  });
});
