import {
  Unreadable,
  type ModelRecord,
  type Problem,
  type RunRecord,
  type Source,
  type Target,
} from "./records";
import { RestError } from "./rest-client";

export interface Counts {
  experiments: number;
  runs: number;
  /** Of the runs, those that were there already. */
  present: number;
  loggedModels: number;
  models: number;
  versions: number;
}

export interface Outcome extends Counts {
  readonly problems: readonly Problem[];
}

/** Told of each step. */
export type Progress = (counts: Counts, at: string) => void;

/**
 * Copies everything: experiments with their runs, logged models and files, then the registry. A thing that cannot be read
 * or is refused is left out as a whole and named; the rest goes on. Doing so again goes on where it ended.
 * @throws RestError where a server does not answer or takes nothing at all
 */
export async function transfer(source: Source, target: Target, progress: Progress): Promise<Outcome> {
  const counts: Counts = { experiments: 0, runs: 0, present: 0, loggedModels: 0, models: 0, versions: 0 };
  const problems: Problem[] = [];
  /** @returns whether it worked */
  const attempt = async (where: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      problems.push(problemOf(error, where));
      return false;
    }
  };

  for await (const experiment of source.experiments()) {
    progress(counts, experiment.name);
    await attempt(`experiment "${experiment.name}"`, async () => {
      const id = await target.beginExperiment(experiment);
      const copied: RunRecord[] = [];
      await inParallel(source.runs(experiment), async (run) => {
        if (run instanceof Unreadable) {
          problems.push(run);
          return;
        }
        await attempt(`run ${run.id} (${run.name})`, async () => {
          if (!(await target.putRun(id, run, source))) counts.present++;
          else copied.push(run);
          counts.runs++;
        });
        progress(counts, `${experiment.name} / ${run.name}`);
      });
      await inParallel(source.loggedModels(experiment), async (model) => {
        if (model instanceof Unreadable) {
          problems.push(model);
          return;
        }
        await attempt(`logged model ${model.id} (${model.name})`, async () => {
          await target.putLoggedModel(id, model, source);
          counts.loggedModels++;
        });
        progress(counts, `${experiment.name} / ${model.name}`);
      });
      await inParallel(copied, (run) => attempt(`run ${run.id} (${run.name})`, () => target.endRun(id, run)));
      await target.endExperiment(id, experiment);
      counts.experiments++;
    });
  }

  const models: ModelRecord[] = [];
  for await (const model of source.models()) {
    if (model instanceof Unreadable) {
      problems.push(model);
      continue;
    }
    progress(counts, model.name);
    await attempt(`model "${model.name}"`, async () => {
      problems.push(...(await target.putModel(model, source)));
      models.push(model);
      counts.models++;
      counts.versions += model.versions.length;
    });
  }
  await target.end(models);
  return { ...counts, problems };
}

/** @throws what is no fault of the thing that was copied */
function problemOf(error: unknown, where: string): Problem {
  if (error instanceof Unreadable) return error;
  if (error instanceof RestError && error.isAboutTheThing) return { where, what: error.message };
  throw error;
}

/** Runs and logged models at a time: most of it is waiting for a server. */
const AT_ONCE = 8;

/** Rejects with the first failure, when what was begun is over. */
async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const all = each(items);
  let hasFailed = false;
  const workers = Array.from({ length: AT_ONCE }, async () => {
    try {
      for (let next = await all.next(); !next.done && !hasFailed; next = await all.next())
        await work(next.value);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  const [failed] = (await Promise.allSettled(workers)).filter(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

async function* each<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
