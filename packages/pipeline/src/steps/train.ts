import {
  FAMILIES,
  MODEL_FILE,
  PIPELINE_FILE,
  savePredictor,
  type FamilyId,
  type FitProgress,
  type TrainedPipeline,
} from "@pipepilot/ml";
import { candidateParams, type CandidateConfig } from "../config/candidates";
import { decodePrepared } from "../frame/prepared-frame";
import { encodeHistory, HISTORY_FILE } from "./history";
import type { Facts, Step, StepResult } from "./step";

export interface TrainInput {
  readonly prepared: Uint8Array;
  readonly params: TrainParams;
}

export interface TrainParams {
  readonly candidate: CandidateConfig;
  readonly seed: number;
}

export type TrainResult = StepResult<
  "pipeline.json" | "model.bin" | "history.json",
  { family: FamilyId; features: number; modelFacts: Facts }
>;

/** Fits one candidate on the training rows; the validation rows stop it early where its family does that. */
export const train: Step<TrainInput, TrainResult> = {
  id: "train",
  codeVersion: 2,
  async run({ prepared, params }, { runner, signal, onProgress }) {
    const { candidate, seed } = params;
    const data = decodePrepared(prepared, candidate.type);
    const { task, target, classes, preparing, signature, sides } = data;
    const family = FAMILIES[candidate.type];
    const history: FitProgress[] = [];
    const tell = (progress: FitProgress) => {
      if (Object.keys(progress.metrics).length > 0) history.push(progress);
      onProgress?.(progress);
    };
    const model = await family.fit(
      {
        task,
        x: sides.train.x,
        y: sides.train.y,
        classCount: classes?.length ?? 0,
        classLabels: classes ?? undefined,
        categorical: preparing.categorical,
        validation: sides.validation.rows.length > 0 ? sides.validation : undefined,
      },
      family.params.parse(candidateParams(candidate)),
      { seed, runner, signal, onProgress: tell },
    );
    const trained: TrainedPipeline = { task, target, classes, preparing, model, signature };
    const files = savePredictor(trained);
    const facts = {
      family: candidate.type,
      features: preparing.featureNames.length,
      modelFacts: { ...model.facts },
    };
    return {
      blobs: {
        "pipeline.json": files[PIPELINE_FILE],
        "model.bin": files[MODEL_FILE],
        [HISTORY_FILE]: encodeHistory(history),
      },
      facts,
      log: [`${family.title} fitted on ${sides.train.rows.length} rows and ${facts.features} features.`],
    };
  },
};
