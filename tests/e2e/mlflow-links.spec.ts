import { expect, test } from "@playwright/test";
import { demo, listens, open, signIn } from "./product";

test("an address that MLflow's client prints leads to the run's page, after signing in where needed", async ({
  page,
}) => {
  const { webUrl, trackKey, project, email, password, model } = demo();
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${webUrl}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${trackKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as {
      run: { info: Record<"run_id" | "experiment_id" | "run_name", string> };
    };
  };
  const { run } = await post("runs/create", { experiment_id: "0", run_name: "printed address" });
  const { run_id, experiment_id } = run.info;

  await test.step("signed out: by way of the sign-in page", async () => {
    await open(page, `${webUrl}/#/experiments/${experiment_id}/runs/${run_id}`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${webUrl}/${project}/experiments/Default/runs/${run_id}`);
    await expect(page.getByRole("heading", { name: "printed address" })).toBeVisible();
  });

  await test.step("signed in: at once, for models and experiments too", async () => {
    await open(page, `${webUrl}/#/models/${model}/versions/1`);
    await expect(page).toHaveURL(`${webUrl}/${project}/models/${model}/versions/1`);
    await open(page, `${webUrl}/#/experiments/${experiment_id}`);
    await expect(page).toHaveURL(`${webUrl}/${project}/experiments/Default`);
  });

  await test.step("to something that is not there: a page that says so", async () => {
    await open(page, `${webUrl}/#/experiments/00000000-0000-7000-8000-000000000000`);
    await expect(page.getByText("Nothing is here")).toBeVisible();
  });
});

test("an experiment of any name has pages that can be opened", async ({ page }) => {
  const { webUrl, trackKey, project } = demo();
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${webUrl}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${trackKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { experiment_id: string; run: { info: { run_id: string } } };
  };
  const own = Date.now().toString(36);
  await signIn(page);
  // Every kind of name is tried where its address is made; here, that what stands between passes it on.
  for (const name of ["..", `a/../${own}`, `~.${own}`]) {
    // The first is there already where the stories were told before on the same product.
    const { experiment_id = "" } = await post("experiments/create", { name });
    if (experiment_id === "") continue;
    const { run } = await post("runs/create", { experiment_id, run_name: "in it" });
    await open(page, `${webUrl}/${project}/experiments`);
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
    // Read again by its address, and not only by way of the link.
    await page.reload();
    await listens(page);
    await page.getByRole("link", { name: "in it" }).click();
    await expect(page).toHaveURL(new RegExp(`/runs/${run.info.run_id}$`));
    await page.reload();
    await listens(page);
    await expect(page.getByRole("heading", { name: "in it" })).toBeVisible();
    await open(page, `${webUrl}/${project}/experiments/${experiment_id}`);
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
});
