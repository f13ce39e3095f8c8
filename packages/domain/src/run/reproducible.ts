import type { ProjectContext } from "../context";
import { SEARCH_PREFIX } from "./search-keys";
import type { RunStatusName } from "./schema";

/** Trains a candidate: "train:0". */
const TRAINING = /^train:\d{1,4}$/;

/** What reproducing a run starts from; null where there is no such run. */
export function readReproducible({ db, project }: ProjectContext, runId: string) {
  return db.prisma.run.findUnique({
    where: { projectId_id: { projectId: project.id, id: runId } },
    select: {
      name: true,
      status: true,
      stepKey: true,
      pipelineRun: {
        select: {
          id: true,
          pipelineId: true,
          pipeline: { select: { name: true } },
          config: { select: { number: true } },
          datasetVersion: { select: { number: true } },
        },
      },
    },
  });
}

/** Why a run cannot be reproduced; null where it can. */
export function reproductionObstacle({
  status,
  stepKey,
  pipelineRun,
}: {
  status: RunStatusName;
  stepKey: string | null;
  pipelineRun: object | null;
}): string | null {
  if (!pipelineRun || stepKey === null)
    return "A client logged this run: its code is not here, so it cannot be run again from here.";
  if (stepKey.startsWith(SEARCH_PREFIX))
    return "It is part of a search; reproduce the run that was trained with what the search found.";
  if (!TRAINING.test(stepKey)) return "No step of its pipeline trained it.";
  if (status !== "FINISHED") return "It has not finished, so there is nothing to compare with.";
  return null;
}
