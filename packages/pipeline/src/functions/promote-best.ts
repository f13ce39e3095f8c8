import { finishStep, transitionStage } from "@pipepilot/domain";
import { stepKey } from "../steps/key";
import { decidePromotion, type Challenger, type PromotionDecision } from "../steps/promote";
import { findChampion, judgeChampion, type JudgedOn } from "./champion";
import type { StepScope } from "./dependencies";
import { beginStep } from "./execute-step";
import type { StepRef } from "./execute-step";
import type { JudgedCandidate, RegisterFacts } from "./register-candidates";

const PROMOTE = { id: "promote", codeVersion: 1 };

/**
 * Compares the best new version with the champion on the same test rows. Only decides: a decision that is kept before it
 * is carried out stays the same when carrying out is tried again.
 */
export async function decideOnBest(
  scope: StepScope,
  candidates: readonly JudgedCandidate[],
  registered: StepRef<RegisterFacts>,
  judgedOn: JudgedOn,
  notes: readonly string[],
): Promise<PromotionDecision> {
  const { config, metric } = judgedOn;
  const holder = config.promote ? await findChampion(scope.ctx, config) : null;
  const challengers = registered.facts.versions.map(({ candidate, number }): Challenger => {
    const judged = candidates.find(({ subject }) => subject.candidate.name === candidate);
    return { number, run: candidate, value: judged?.evaluated.facts.metrics[metric] ?? null };
  });
  const versions = challengers.map(({ number }) => `v${number}`).join(", ");
  const inputs = { champion: holder ? `v${holder.number}` : "none", challengers: versions || "none" };
  await beginStep(scope, stepKey(PROMOTE, { ...config.promote, metric }, inputs));
  const isChallenger = challengers.some(({ number }) => number === holder?.number);
  const champion = !holder
    ? null
    : isChallenger
      ? {
          ...holder,
          value: challengers.find(({ number }) => number === holder.number)?.value ?? null,
          problem: null,
        }
      : await judgeChampion(scope, holder, judgedOn);
  return decidePromotion({
    promote: config.promote,
    model: config.register.model,
    metric,
    testRows: candidates[0].evaluated.facts.testRows,
    challengers,
    champion,
    notes,
  });
}

/** Does what was decided. Doing it again changes nothing. */
export async function carryOut(scope: StepScope, decision: PromotionDecision): Promise<void> {
  const { ctx, key } = scope;
  const { outcome, model, stage, challenger, summary } = decision;
  if (outcome === "promoted" && model !== null && challenger) {
    const archiveExisting = stage === "Production" || stage === "Staging" || undefined;
    await transitionStage({
      ctx,
      input: { model, number: challenger.number, stage: stageOf(stage), reason: summary, archiveExisting },
    });
  }
  await finishStep({
    ctx,
    input: {
      key,
      status: outcome === "not_requested" ? "skipped" : "succeeded",
      reason: summary,
      outputs: { blobs: [], facts: { outcome } },
    },
  });
}

function stageOf(stage: string): "Development" | "Staging" | "Production" {
  if (stage === "Development" || stage === "Staging" || stage === "Production") return stage;
  throw new Error(`Nothing is promoted to ${stage}.`);
}
