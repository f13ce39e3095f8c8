import { rm } from "node:fs/promises";
import { createApiKey, listApiKeys, revokeApiKey, type ProjectContext } from "@pipepilot/domain";
import { getInputExample } from "@pipepilot/domain/model/input-example";
import { DEMO_EMAIL, handoverFile } from "./account";
import type { Best } from "./production";
import type { SetupRequest } from "./request";
import { writeSecret } from "./secret-file";

/** The guide's row: eight numbers and a place of the California housing data. */
const GUIDE = {
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
};

/** Makes keys and writes the facts that people and scripts start from. Keys of an earlier try, which nobody knows, end. */
export async function writeDemoFile(
  ctx: ProjectContext,
  request: SetupRequest,
  made: { readonly password: string; readonly model: string; readonly best: Best },
): Promise<void> {
  const { demoFile, webUrl, inferenceUrl } = request;
  const { model, password, best } = made;
  const predictKey = await freshKey(ctx, "Demo: predict", { scopes: ["predict"], defaultModel: model });
  const trackKey = await freshKey(ctx, "Demo: track", { scopes: ["track"] });
  await writeSecret(demoFile, {
    webUrl,
    inferenceUrl,
    email: DEMO_EMAIL,
    password,
    project: ctx.project.slug,
    model,
    predictKey,
    trackKey,
    curl: curl(inferenceUrl, predictKey, await exampleBody(ctx, model, best.number)),
  });
  await rm(handoverFile(demoFile), { force: true });
}

async function freshKey(
  ctx: ProjectContext,
  name: string,
  options: { scopes: ("predict" | "track")[]; defaultModel?: string },
): Promise<string> {
  for (const key of await listApiKeys({ ctx })) {
    if (key.name === name && key.revokedAt === null) await revokeApiKey({ ctx, input: { apiKeyId: key.id } });
  }
  return (await createApiKey({ ctx, input: { name, ...options } })).key;
}

async function exampleBody(ctx: ProjectContext, model: string, number: number): Promise<object> {
  const example = await getInputExample({ ctx, input: { model, number } });
  const columns = Object.keys(example ?? {});
  const isGuides =
    columns.length === GUIDE.columns.length && GUIDE.columns.every((name) => columns.includes(name));
  return { dataframe_split: isGuides || !example ? GUIDE : { columns, data: [Object.values(example)] } };
}

function curl(inferenceUrl: string, key: string, body: object): string {
  const json = JSON.stringify(body).replaceAll("'", String.raw`'\''`);
  return [
    `curl -X POST ${inferenceUrl}/invocations \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${json}'`,
  ].join("\n");
}
