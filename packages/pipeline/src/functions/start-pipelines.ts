import { openProjectAs, startListeningPipelines } from "@pipepilot/domain";
import type { Inngest } from "inngest";
import type { Dependencies } from "./dependencies";
import { datasetVersionReady } from "./events";

/** New data that passed its check starts every pipeline that listens to the dataset. */
export function createStartPipelines(inngest: Inngest, { services }: Dependencies) {
  return inngest.createFunction(
    {
      id: "start-pipelines",
      name: "Start pipelines on new data",
      triggers: [datasetVersionReady],
      retries: 3,
    },
    async ({ event, step }) =>
      step.run("start", async () => {
        const { projectId, datasetVersionId } = event.data;
        const ctx = await openProjectAs(services, { kind: "system", name: "worker" }, projectId);
        return startListeningPipelines({ ctx, input: { datasetVersionId } });
      }),
  );
}
