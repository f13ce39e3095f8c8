import { createModelVersion, getRun, type BlobRef, type ProjectContext } from "@pipepilot/domain";
import type { Signature } from "@pipepilot/ml";
import { BUNDLE_PATHS, bundleTexts } from "../bundle/bundle";
import { formatCount, formatValue, metricTitle } from "../steps/format";
import { stepKey } from "../steps/key";
import { decideRegistration } from "../steps/register";
import type { Facts } from "../steps/step";
import { blobNamed, readBlob, storeBlobs } from "./blobs";
import { findChampion, judgeChampion, type JudgedOn } from "./champion";
import type { StepScope } from "./dependencies";
import type { EvaluateFacts } from "./evaluate-candidate";
import { executeStep, type StepRef } from "./execute-step";
import type { RunSubject } from "./tracked-run";
import type { TrainFacts } from "./train-candidate";

/** A candidate that was trained and judged. */
export interface JudgedCandidate {
  readonly subject: RunSubject;
  readonly trained: StepRef<TrainFacts>;
  readonly evaluated: StepRef<EvaluateFacts>;
}

export type RegisterFacts = Facts & {
  versions: { candidate: string; model: string; number: number }[];
};

/** Raised when bundles or the registering itself change. */
const REGISTER = { id: "register", codeVersion: 1 };

/** Makes model versions of the candidates that the policy lets through. */
export async function registerCandidates(
  scope: StepScope,
  candidates: readonly JudgedCandidate[],
  judgedOn: JudgedOn & { readonly task: string },
): Promise<StepRef<RegisterFacts>> {
  const { config, metric } = judgedOn;
  const { register, enable_mlflow } = config;
  const compares = enable_mlflow && register.policy === "if_better";
  const holder = compares ? await findChampion(scope.ctx, config) : null;
  const runIds = Object.fromEntries(
    candidates.map(({ subject, evaluated }) => [`run of ${subject.candidate.name}`, evaluated.facts.runId]),
  );
  const params = { ...register, enable_mlflow, champion: holder?.number };
  return executeStep<RegisterFacts>(scope, {
    step: REGISTER.id,
    key: stepKey(REGISTER, params, runIds),
    cacheable: true,
    async work() {
      const champion = holder && (await judgeChampion(scope, holder, judgedOn));
      const decisions = decideRegistration({
        policy: register.policy,
        enabled: enable_mlflow,
        metric,
        candidates: candidates.map(({ subject, evaluated }) => ({
          name: subject.candidate.name,
          value: evaluated.facts.metrics[metric] ?? null,
        })),
        champion,
      });
      const versions: RegisterFacts["versions"] = [];
      const log = decisions.map(({ reason }) => reason);
      for (const [index, decision] of decisions.entries()) {
        if (!decision.register) continue;
        const number = await registerOne(scope.ctx, candidates[index], judgedOn);
        versions.push({ candidate: decision.name, model: register.model, number });
        log.push(`${decision.name} is ${register.model} v${number}.`);
      }
      const status = versions.length > 0 ? "succeeded" : "skipped";
      return { facts: { versions }, log, status, reason: log.join(" ") };
    },
  });
}

async function registerOne(
  ctx: ProjectContext,
  { subject, trained, evaluated }: JudgedCandidate,
  { config, metric, task }: JudgedOn & { readonly task: string },
): Promise<number> {
  const { model } = config.register;
  const { runId, metrics, testRows, evaluatedAt } = evaluated.facts;
  // A run whose result came from the cache may be registered already; versions never change, so that one it is.
  const { versions } = await getRun({ ctx, input: { runId } });
  const earlier = versions.find((version) => version.model === model);
  if (earlier) return earlier.number;
  const { execution, candidate } = subject;
  const signature = await readSignature(ctx, evaluated.blobs);
  const texts = bundleTexts({
    runId,
    family: candidate.config.type,
    task,
    target: config.target,
    signature,
    createdAt: evaluatedAt,
  });
  const files = [
    ...(await storeTexts(ctx, texts)),
    fileOf(BUNDLE_PATHS.pipeline, blobNamed(trained.blobs, "pipeline.json")),
    fileOf(BUNDLE_PATHS.model, blobNamed(trained.blobs, "model.bin")),
    fileOf(BUNDLE_PATHS.inputExample, blobNamed(evaluated.blobs, "input_example.json")),
  ];
  const value = metrics[metric];
  const judged =
    typeof value === "number"
      ? `: ${metricTitle(metric)} ${formatValue(value)} on ${formatCount(testRows)} test rows`
      : "";
  const version = await createModelVersion({
    ctx,
    input: {
      model,
      runId,
      datasetVersionId: execution.datasetVersion.id,
      task: task === "regression" ? "regression" : "classification",
      family: candidate.config.type,
      signature: { inputs: [...signature.inputs], outputs: [...signature.outputs] },
      files,
      description: `${candidate.name}, run ${execution.number} of ${execution.pipeline.name}${judged}.`,
    },
  });
  return version.number;
}

async function readSignature(ctx: ProjectContext, blobs: readonly BlobRef[]): Promise<Signature> {
  return JSON.parse(new TextDecoder().decode(await readBlob(ctx, blobs, "signature.json"))) as Signature;
}

async function storeTexts(ctx: ProjectContext, texts: Readonly<Record<string, string>>) {
  const bytes = Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  const stored = await storeBlobs(ctx, Object.fromEntries(bytes));
  return stored.map((blob) => fileOf(blob.name, blob));
}

function fileOf(path: string, { hash, size }: Pick<BlobRef, "hash" | "size">) {
  return { path, hash, size };
}
