import { createApiKey } from "@pipepilot/domain/api-key/create";
import type { ProjectContext } from "@pipepilot/domain/context";
import { encodeCursor } from "@pipepilot/domain/page";
import { createTestExperiment, createTestRun, createTestVersion } from "@pipepilot/domain/run/testing";
import { csvLines, uploadTestCsv } from "@pipepilot/domain/testing";

/** For each procedure an input that it answers, with every string and number it can be given. */
export async function everyInput(ctx: ProjectContext, number: number) {
  await uploadTestCsv(ctx, `size,colour\n${csvLines(12, (i) => `${i},${i % 2 ? "red" : "blue"}`)}\n`);
  const experiment = await createTestExperiment(ctx);
  const runId = await createTestRun(ctx, experiment.id, { rmse: 1 });
  const other = await createTestRun(ctx, experiment.id, { rmse: 2 });
  await createTestVersion(ctx, "prices", { runId });
  const { id: apiKeyId } = await createApiKey({ ctx, input: { name: "old", scopes: ["predict"] } });
  const yaml = "dataset: homes\ntarget: price\ntrain: { type: baseline }\n";
  const model = { model: "prices", number: 1 };
  const pipeline = "homes-training";
  const newest = (position: unknown) => ({ cursor: encodeCursor(position), limit: 10 });
  const id = crypto.randomUUID();
  const table = { experiment: experiment.name, filter: "metrics.rmse < 3", trash: false, children: true };
  const view = { filter: "", order: "run_name", columns: ["status"], pinned: [], trials: false, group: null };
  return {
    "alert.hide": { id: "key-expires:none" },
    "alert.list": {},
    "alert.show": { id: "key-expires:none" },
    "apiKey.create": { name: "new", scopes: ["predict"], defaultModel: "prices", expiresInDays: 7 },
    "apiKey.list": {},
    "apiKey.revoke": { apiKeyId },
    "artifact.list": { root: { runId }, path: "plots", cursor: encodeCursor("roc.json"), limit: 10 },
    "artifact.previewRows": { root: { runId }, path: "rows.parquet", limit: 10 },
    "artifact.readText": { root: { runId }, path: "plots/roc.json", maxBytes: 100 },
    "comment.add": { about: { runId }, text: `Good, <@${id}>.` },
    "comment.delete": { commentId: id },
    "comment.edit": { commentId: id, text: "Better." },
    "comment.list": { about: model, ...newest(id) },
    "dataset.get": { name: "flowers" },
    "dataset.getVersion": { dataset: "flowers", number: 1 },
    "dataset.list": newest(id),
    "dataset.preview": { dataset: "flowers", number: 1, limit: 10 },
    "event.list": { person: id, kind: "runs", ...newest([new Date(), id]) },
    "experiment.get": { name: experiment.name },
    "experiment.leaderboard": {
      order: "best",
      descending: true,
      ...newest([false, "rmse", "-1", id]),
    },
    "experiment.judge": { id: experiment.id, primaryMetric: "rmse", metricDirection: "minimize" },
    "experiment.list": { text: "e", trash: false, ...newest(id) },
    "experiment.rename": { id, name: "renamed" },
    "experiment.restore": { id },
    "experiment.trash": { id },
    "invitation.create": { email: "grace@example.com", role: "viewer" },
    "invitation.list": {},
    "invitation.revoke": { invitationId: id },
    "live.changes": {},
    "live.present": {},
    "member.changeRole": { userId: id, role: "viewer" },
    "member.leave": {},
    "member.list": {},
    "member.remove": { userId: id },
    "mention.count": {},
    "mention.list": newest(id),
    "mention.markRead": { commentId: id },
    "model.get": { name: "prices", ...newest(7) },
    "model.getVersion": model,
    "model.inputExample": model,
    "model.list": newest(id),
    "model.register": { model: "prices", source: `runs:/${runId}/model`, runId, description: "Good." },
    "model.setAlias": { ...model, alias: "champion" },
    "model.transitionStage": { ...model, stage: "Staging", reason: "It is better." },
    "model.updateDescription": { ...model, description: "Good." },
    "pipeline.cancelRun": { pipeline, number },
    "pipeline.create": { name: "another", dataset: "homes", yaml },
    "pipeline.get": { pipeline },
    "pipeline.getConfig": { pipeline, number: 1 },
    "pipeline.getRun": { pipeline, number },
    "pipeline.list": {},
    "pipeline.listRuns": { pipeline, cursor: 9, limit: 10 },
    "pipeline.saveConfig": { pipeline, yaml },
    "pipeline.startRun": { pipeline, configNumber: 1, datasetVersionNumber: 1, idempotencyKey: "k" },
    "pipeline.stepLog": { pipeline, number, step: "train:0", cursor: "1", limit: 10 },
    "project.checklist": {},
    "project.production": {},
    "project.showChecklist": { shown: true },
    "project.create": { name: "Another project", slug: "another-project" },
    "project.list": {},
    "project.me": {},
    "project.overview": {},
    "run.compare": { runIds: [runId, other] },
    "run.compareCurves": { runIds: [runId, other], keys: ["rmse"], maxPoints: 10 },
    "run.environment": { runId },
    "run.get": { runId },
    "run.paramValues": { param: "max_depth", text: "1", limit: 10 },
    "run.describe": { experiment: experiment.name, trash: false, children: true },
    "run.group": { ...table, param: "max_depth", metrics: ["rmse"], limit: 10 },
    "run.keys": { kind: "metric", text: "r", limit: 10 },
    "run.list": {
      ...table,
      orderBy: ["metrics.rmse ASC"],
      keys: { metrics: ["rmse"], params: ["max_depth"], tags: ["team"] },
      ...newest(["0", "1", "0", runId]),
    },
    "run.listMetrics": { runId, search: "rm", history: false, first: ["rmse"], page: 1, limit: 10 },
    "run.metricPoints": { runIds: [runId], key: "rmse", startStep: 0, endStep: 10, limit: 100 },
    "run.matchingIds": { ...table, orderBy: ["start_time"], limit: 10 },
    "run.outline": { ...table, orderBy: ["params.max_depth DESC"], step: 10 },
    "run.purge": { runIds: [id.replaceAll("-", "")] },
    "run.restore": { runIds: [other] },
    "run.trash": { runIds: [id.replaceAll("-", "")] },
    "savedView.create": { experiment: experiment.name, name: "mine", view },
    "savedView.delete": { id },
    "savedView.list": { experiment: experiment.name },
    "savedView.update": { id, name: "ours", view },
    "run.lineage": { runId },
    "run.listNotes": { runId, cursor: 9, limit: 10 },
    "run.reproduce": { runId },
    "run.reproductions": { runId },
    "run.saveNote": { runId, text: "Good.", base: 0 },
    "run.setTags": { runId, tags: { owner: "ada" } },
    "run.update": { runId, name: "better", endTime: 1 },
    "run.readArtifact": { runId, path: "plots/roc.json" },
    "serving.address": {},
    "serving.ask": { model: "prices", version: 1, row: { rooms: 3, colour: "red" } },
    "serving.explain": { model: "prices", version: 1, row: { rooms: 3, colour: "red" } },
    "serving.instances": {},
    "serving.prediction": { id },
    "serving.stats": {},
  } satisfies Record<string, Record<string, unknown>>;
}
