import {
  DomainError,
  finishPipelineRun,
  openExecution,
  planSteps,
  readExecution,
  type Execution,
  type ResolvedJoin,
} from "@pipepilot/domain";
import { NonRetriableError, type Inngest } from "inngest";
import { pipelineConfigSchema, type PipelineConfig } from "../config/schema";
import type { Dependencies, StepScope } from "./dependencies";
import { ingestVersion, prepareTable, validateConfig } from "./early-steps";
import { evaluateCandidate } from "./evaluate-candidate";
import { pipelineRunCancelled, pipelineRunRequested } from "./events";
import { blame, DEFAULT_ATTEMPTS, guardStep, type Tries } from "./failure";
import { resolveConfigJoins } from "./joins";
import { evaluateKey, namesOf, planOf, trainKey, tuneKey } from "./plan";
import { carryOut, decideOnBest } from "./promote-best";
import { registerCandidates, type JudgedCandidate } from "./register-candidates";
import { candidateSearch } from "./search";
import { finishReproduction, reproductionOf, withJoinedVersions, type Reproduction } from "./reproduction";
import type { RunSubject } from "./tracked-run";
import { trainCandidate } from "./train-candidate";
import { tuneCandidate, type InStep } from "./tune-candidate";

interface RunIds {
  readonly projectId: string;
  readonly pipelineRunId: string;
}

/** One pipeline run, from the dataset to the gate's decision: every step durable, the candidates in parallel. */
export function createPipelineRun(inngest: Inngest, deps: Dependencies) {
  return inngest.createFunction(
    {
      id: "pipeline-run",
      name: "Pipeline run",
      triggers: [pipelineRunRequested],
      retries: 3,
      cancelOn: [{ event: pipelineRunCancelled, if: "async.data.pipelineRunId == event.data.pipelineRunId" }],
      onFailure: async ({ event }) => {
        const ctx = await openExecution(deps.services, runIds(event.data.event.data));
        await finishPipelineRun({ ctx, input: { status: "failed" } });
      },
    },
    async ({ event, step, attempt, maxAttempts = DEFAULT_ATTEMPTS }) => {
      const ids = runIds(event.data);
      const tries: Tries = { attempt, maxAttempts };
      const {
        execution,
        config,
        joins = [],
        reproduction,
      } = (await step.run("plan", () => plan(deps, ids))) as Plan;
      const inStep: InStep = <T>(key: string, work: (scope: StepScope) => Promise<T>, id = key) =>
        step.run(id, async () => {
          const ctx = await openExecution(deps.services, ids);
          // A search only finds the parameters; what is reproduced is the training with them.
          const reproduces =
            reproduction && !key.startsWith(tuneKey(reproduction.index)) ? reproduction.run : undefined;
          const scope: StepScope = { ...deps, ctx, key, reproduces };
          return guardStep(scope, tries, () => work(scope));
        }) as Promise<T>;

      const table = await inStep("ingest", (scope) => ingestVersion(scope, execution, config, joins));
      const valid = await inStep("validate", (scope) => validateConfig(scope, config, table));
      const prepared = await inStep("prepare", (scope) => prepareTable(scope, config, table, valid.facts));
      const { primaryMetric: metric, task } = valid.facts;

      const outcomes = await Promise.allSettled(
        subjectsOf({ execution, config, joins, reproduction }, metric).map(
          async (planned): Promise<JudgedCandidate> => {
            const { index } = planned.candidate;
            const search = candidateSearch(planned, { task, table, prepared });
            const subject = search ? await tuneCandidate(inStep, search, tries) : planned;
            const trained = await inStep(trainKey(index), (scope) =>
              trainCandidate(scope, subject, prepared),
            );
            const refs = { table, prepared, trained };
            const evaluated = await inStep(evaluateKey(index), (scope) =>
              evaluateCandidate(scope, subject, refs),
            );
            return { subject, trained, evaluated };
          },
        ),
      );
      const judged = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      if (judged.length === 0) throw new NonRetriableError("No candidate could be trained.");
      if (reproduction) return finishReproduction(step, deps, ids, reproduction);
      const failed = outcomes.length - judged.length;
      const notes = failed > 0 ? [`${failed} of ${outcomes.length} candidates failed.`] : [];

      const judgedOn = { config, metric, table, prepared, task };
      const registered = await inStep("register", (scope) => registerCandidates(scope, judged, judgedOn));
      const decision = await inStep("promote", (scope) =>
        decideOnBest(scope, judged, registered, judgedOn, notes),
      );
      await inStep("promote", (scope) => carryOut(scope, decision), "promote:carry-out");
      await step.run("finish", async () => {
        const ctx = await openExecution(deps.services, ids);
        await finishPipelineRun({ ctx, input: { status: "succeeded", decision } });
      });
      return { outcome: decision.outcome, summary: decision.summary };
    },
  );
}

interface Plan {
  readonly execution: Execution;
  readonly config: PipelineConfig;
  /** Decided once, so that every step and every try joins the same versions; absent in plans made before there were joins. */
  readonly joins?: readonly ResolvedJoin[];
  /** What it reproduces, where that is why it runs. */
  readonly reproduction?: Reproduction | null;
}

async function plan(deps: Dependencies, ids: RunIds): Promise<Plan> {
  const ctx = await openExecution(deps.services, ids);
  const execution = await readExecution({ ctx });
  const parsed = pipelineConfigSchema.safeParse(execution.config.parsed);
  if (!parsed.success) {
    const message = `Config ${execution.config.number} cannot be read by this version of PipePilot; save it again.`;
    await finishPipelineRun({ ctx, input: { status: "failed", error: { code: "config_invalid", message } } });
    throw new NonRetriableError(message);
  }
  const reproduction = reproductionOf(execution.cause);
  const steps = planOf(parsed.data, reproduction?.index);
  await planSteps({ ctx, input: { steps } }).catch((error: unknown) => {
    if (DomainError.is(error)) throw new NonRetriableError(error.message, { cause: error });
    throw error;
  });
  const config = reproduction ? await withJoinedVersions(ctx, parsed.data, reproduction) : parsed.data;
  const joins = await resolveConfigJoins(ctx, execution, config).catch(async (error: unknown) => {
    const blamed = blame(error);
    if (!blamed) throw error;
    await finishPipelineRun({ ctx, input: { status: "failed", error: blamed } });
    throw new NonRetriableError(blamed.message, { cause: error });
  });
  return { execution, config, joins, reproduction };
}

function subjectsOf(
  { execution, config, joins = [], reproduction }: Plan,
  primaryMetric: RunSubject["primaryMetric"],
): RunSubject[] {
  const names = namesOf(config);
  return config.train
    .map((candidate, index) => ({
      execution,
      config,
      joins,
      primaryMetric,
      candidate: { index, name: names[index], config: candidate },
      ...(reproduction && { reproduces: reproduction.runId }),
    }))
    .filter(({ candidate: { index } }) => !reproduction || index === reproduction.index);
}

function runIds({ projectId, pipelineRunId }: RunIds): RunIds {
  return { projectId, pipelineRunId };
}
