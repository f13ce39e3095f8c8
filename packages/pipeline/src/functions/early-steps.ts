import { readDatasetColumns, readJoinedColumns, type Execution, type ResolvedJoin } from "@pipepilot/domain";
import type { PipelineConfig } from "../config/schema";
import { ingest } from "../steps/ingest";
import { stepKey } from "../steps/key";
import { prepareParams, prepareStep, type PrepareResult } from "../steps/prepare";
import { validate, validateParams, type ValidateResult } from "../steps/validate";
import { blobNamed, readBlob } from "./blobs";
import type { StepScope } from "./dependencies";
import { executeStep, type StepRef } from "./execute-step";
import { describeJoin } from "./joins";
import { createProgressReporter } from "./progress";

/** Reads the dataset version, and what is joined to it, as the table that every later step works on. */
export async function ingestVersion(
  scope: StepScope,
  { datasetVersion }: Execution,
  config: Pick<PipelineConfig, "join">,
  joins: readonly ResolvedJoin[],
): Promise<StepRef> {
  const joined = joins.map(
    ({ dataset, parquetHash }, index) => [`content of ${dataset} (join ${index + 1})`, parquetHash] as const,
  );
  return executeStep(scope, {
    step: ingest.id,
    key: stepKey(
      ingest,
      { join: config.join },
      { "dataset's content": datasetVersion.parquetHash, ...Object.fromEntries(joined) },
    ),
    cacheable: true,
    async work() {
      const datasetVersionId = datasetVersion.id;
      if (joins.length === 0) {
        const { columns } = await readDatasetColumns({ ctx: scope.ctx, input: { datasetVersionId } });
        return ingest.run({ columns }, {});
      }
      const input = { datasetVersionId, joins: [...joins] };
      const { columns, rowCount, matched } = await readJoinedColumns({ ctx: scope.ctx, input });
      const made = await ingest.run({ columns }, {});
      const told = joins.map((join, index) => describeJoin(join, matched[index], rowCount));
      return { ...made, log: [...made.log, ...told] };
    },
  });
}

/** Finds out whether config and data fit, before anything expensive. */
export async function validateConfig(
  scope: StepScope,
  config: PipelineConfig,
  table: StepRef,
): Promise<StepRef<ValidateResult["facts"]>> {
  const params = validateParams(config);
  return executeStep<ValidateResult["facts"]>(scope, {
    step: validate.id,
    key: stepKey(validate, { ...params }, { table: blobNamed(table.blobs, "table").hash }),
    cacheable: true,
    async work() {
      return validate.run({ table: await readBlob(scope.ctx, table.blobs, "table"), params }, {});
    },
  });
}

/** Splits the rows and makes features of them. */
export async function prepareTable(
  scope: StepScope,
  config: PipelineConfig,
  table: StepRef,
  { task }: ValidateResult["facts"],
): Promise<StepRef<PrepareResult["facts"]>> {
  const params = prepareParams(config, task);
  return executeStep<PrepareResult["facts"]>(scope, {
    step: prepareStep.id,
    key: stepKey(prepareStep, { ...params }, { table: blobNamed(table.blobs, "table").hash }),
    cacheable: true,
    async work() {
      const reporter = createProgressReporter(scope, null);
      const bytes = await readBlob(scope.ctx, table.blobs, "table");
      return scope.tasks.run("prepare", { table: bytes, params }, reporter).finally(() => reporter.finish());
    },
  });
}
