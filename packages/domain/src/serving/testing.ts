import { randomUUID } from "node:crypto";
import type { ProjectContext } from "../context";
import { reportHeartbeat } from "./heartbeat";
import type { ReportHeartbeatInput } from "./schema";

/** An inference process says how it fares with a version of this project. */
export function reportTestLoad(
  ctx: ProjectContext,
  modelVersionId: string,
  more: Partial<ReportHeartbeatInput["loads"][number]> = {},
) {
  return reportHeartbeat({
    services: ctx,
    input: {
      instanceId: randomUUID(),
      hostname: "host",
      pid: 1,
      address: "http://127.0.0.1:5001",
      version: "0.1.0",
      memoryBytes: 1,
      startedAt: new Date(),
      loads: [{ projectId: ctx.project.id, modelVersionId, state: "ready", ...more }],
    },
  });
}
