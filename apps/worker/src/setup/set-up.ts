import {
  createDatasetVersion,
  DomainError,
  ridingOut,
  type PipelineRunDetail,
  type Services,
} from "@pipepilot/domain";
import { formatCount, formatValue } from "@pipepilot/pipeline/steps/format";
import { openServices } from "../services";
import { ensureAccount, ensureProject } from "./account";
import { writeDemoFile } from "./demo-file";
import { promoteBest } from "./production";
import { phase, SetupError, writeLine, type Write } from "./report";
import { parseSetupEnv, type SetupRequest } from "./request";
import { chooseSource } from "./source";
import { runDay, WEEK } from "./week";

/**
 * Sets up the demo, or the same with a file of the user's own: account, project, dataset, the tutorial's week through the
 * real pipeline, the best version in Production, keys. Killed half-way and called again it continues,
 * which is also how it rides out a database that is away for a while.
 */
export async function setUp(services: Services, request: SetupRequest, write: Write): Promise<void> {
  const source = await chooseSource(request);
  const { ctx: userCtx, password } = await ridingOut(() => ensureAccount(services, request.demoFile));
  const ctx = await ridingOut(() => ensureProject(userCtx, source.project));
  await phase(
    write,
    "dataset",
    () =>
      createDatasetVersion({
        ctx,
        input: { dataset: source.dataset, fileName: source.fileName, provenance: source.provenance },
        source: source.open(),
      }),
    ({ rowCount, columnCount }) =>
      `${source.dataset}: ${formatCount(rowCount)} rows, ${columnCount} columns${source.provenance.kind === "synthetic" ? " (made up)" : ""}`,
  );
  const runs: PipelineRunDetail[] = [];
  for (const [index, day] of WEEK.entries())
    runs.push(await phase(write, day.title, () => runDay(ctx, source, index), describeRun));
  const best = await phase(
    write,
    "production",
    () => promoteBest(ctx, source.model, runs),
    ({ number, run }) => `${source.model} v${number} (${run})`,
  );
  await ridingOut(() => writeDemoFile(ctx, request, { password, model: source.model, best }));
}

function describeRun({ decision }: PipelineRunDetail): string {
  const challenger = decision?.challenger;
  if (!decision || !challenger || challenger.value === null) return "";
  return `v${challenger.number}: ${decision.metric} ${formatValue(challenger.value)}`;
}

/** Errors by whose fault they are: what the user can mend is one JSON line, everything else is ours and goes to stderr. */
export function errorLine(error: unknown): object | null {
  if (error instanceof SetupError || DomainError.is(error))
    return { error: { code: error.code, message: error.message } };
  return null;
}

export async function main(): Promise<number> {
  const { settings, request } = parseSetupEnv(process.env);
  const services = await openServices(settings, { poolSize: 4 });
  try {
    await setUp(services, request, writeLine);
    return 0;
  } catch (error) {
    const line = errorLine(error);
    if (!line) throw error;
    writeLine(line);
    return 1;
  } finally {
    await services.db.close();
  }
}
