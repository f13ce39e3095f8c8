import { readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { locateCluster } from "@pipepilot/db/embedded";
import { expect, test } from "@playwright/test";
import { demo, open, signIn } from "./product";

test("a page that cannot be read while the database is away says so, and can be read again once it is back", async ({
  page,
  request,
}) => {
  await signIn(page);
  const cluster = await locateCluster(path.join(process.env.PIPEPILOT_E2E_HOME ?? "", "postgres"));
  const [settings, away] = ["postgresql.conf", "away.conf"].map((name) => path.join(cluster, name));
  const postmaster = Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  // It cannot start again while its settings are gone.
  renameSync(settings, away);
  try {
    process.kill(postmaster, "SIGINT");
    const health = async () => (await request.get(`${demo().webUrl}/health`)).status();
    await expect.poll(health).toBe(503);
    for (const at of [`/${demo().project}/models`, "/"]) {
      await open(page, `${demo().webUrl}${at}`);
      await expect(page.getByText("This page could not be read")).toBeVisible();
    }
    renameSync(away, settings);
    await expect.poll(health).toBe(200);
  } finally {
    try {
      renameSync(away, settings);
    } catch {
      // It is back already.
    }
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
});
