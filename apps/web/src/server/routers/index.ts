import { createCallerFactory, router } from "../trpc";
import { alertRouter } from "./alert";
import { apiKeyRouter } from "./api-key";
import { artifactRouter } from "./artifact";
import { commentRouter } from "./comment";
import { datasetRouter } from "./dataset";
import { eventRouter } from "./event";
import { experimentRouter } from "./experiment";
import { invitationRouter } from "./invitation";
import { liveRouter } from "./live";
import { memberRouter } from "./member";
import { mentionRouter } from "./mention";
import { modelRouter } from "./model";
import { pipelineRouter } from "./pipeline";
import { projectRouter } from "./project";
import { runRouter } from "./run";
import { savedViewRouter } from "./saved-view";
import { servingRouter } from "./serving";

export const appRouter = router({
  alert: alertRouter,
  apiKey: apiKeyRouter,
  artifact: artifactRouter,
  comment: commentRouter,
  dataset: datasetRouter,
  event: eventRouter,
  experiment: experimentRouter,
  invitation: invitationRouter,
  live: liveRouter,
  member: memberRouter,
  mention: mentionRouter,
  model: modelRouter,
  pipeline: pipelineRouter,
  project: projectRouter,
  run: runRouter,
  savedView: savedViewRouter,
  serving: servingRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
