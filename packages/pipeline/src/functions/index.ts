import type { Inngest } from "inngest";
import type { Dependencies } from "./dependencies";
import { createPipelineRun } from "./pipeline-run";
import { createStartPipelines } from "./start-pipelines";
import { createSweepBlobs } from "./sweep-blobs";

export type { Dependencies, Logger } from "./dependencies";
export { toInngestEvent, type RecordedEvent } from "./events";

/** Every function the worker serves. */
export function createFunctions(inngest: Inngest, deps: Dependencies) {
  return [
    createPipelineRun(inngest, deps),
    createStartPipelines(inngest, deps),
    createSweepBlobs(inngest, deps),
  ];
}
