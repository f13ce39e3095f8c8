import { EVENTS, type EventName } from "@pipepilot/domain";
import { eventType } from "inngest";
import { z } from "zod";

/** On the wire every event of the catalogue carries its project. */
const project = { projectId: z.string() };

export const pipelineRunRequested = eventType("pipeline-run/requested", {
  schema: EVENTS["pipeline-run/requested"].extend(project),
});
export const pipelineRunCancelled = eventType("pipeline-run/cancelled", {
  schema: EVENTS["pipeline-run/cancelled"].extend(project),
});
export const datasetVersionReady = eventType("dataset-version/ready", {
  schema: EVENTS["dataset-version/ready"].extend(project),
});

export interface RecordedEvent {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly data: unknown;
  readonly at: Date;
}

/** A recorded event as Inngest takes it. Its id makes sending it twice the same as once. */
export function toInngestEvent({ id, name, projectId, data, at }: RecordedEvent) {
  return {
    id,
    name: name as EventName,
    data: { ...(data as Record<string, unknown>), projectId },
    ts: at.getTime(),
  };
}
