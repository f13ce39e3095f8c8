import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { quoteKey, quoteText } from "../search/quote";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { searchRuns } from "./search";
import { createTestExperiment } from "./testing";

interface TestRun {
  id: string;
  name: string;
  startTime: number;
  endTime: number | null;
  metrics: Record<string, number>;
  params: Record<string, string>;
  tags: Record<string, string>;
}

const KEYS = ["a", "b.c", "a b", "é/1"];
const NUMBERS = [NaN, -Infinity, -1.5, -0, 1e-300, 2, 2, 1e300, Infinity];
const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "a%b",
  "a_b",
  "a\\b",
  "it's",
  '"',
  "zz\nz",
  "é",
  "𝒳",
  'Robert\'); DROP TABLE "Run"; --',
];
const TIMES = [0, 1, 1000, 1_700_000_000_123, 1_700_000_000_124];

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let runs: TestRun[];

const valuesOf = <Value>(values: readonly Value[]) =>
  fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...values), { noNullPrototype: true });

const testRun = fc.record({
  name: fc.constantFrom(...TEXTS),
  startTime: fc.constantFrom(...TIMES),
  endTime: fc.constantFrom(null, ...TIMES),
  metrics: valuesOf(NUMBERS),
  params: valuesOf(TEXTS),
  tags: valuesOf(TEXTS),
});

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
  runs = fc.sample(testRun, 300).map((run) => ({ ...run, id: randomBytes(16).toString("hex") }));
  const projectId = ctx.project.id;
  const db = ctx.db.prisma;
  await db.run.createMany({
    data: runs.map(({ id, name, startTime, endTime }) => ({
      projectId,
      id,
      experimentId,
      name,
      environment: {},
      createdBy: {},
      startTime: new Date(startTime),
      endTime: endTime === null ? null : new Date(endTime),
    })),
  });
  const texts = (field: "params" | "tags") =>
    runs.flatMap((run) =>
      Object.entries(run[field]).map(([key, value]) => ({ projectId, runId: run.id, key, value })),
    );
  await db.runParam.createMany({ data: texts("params") });
  await db.runTag.createMany({ data: texts("tags") });
  const metrics = runs.flatMap(({ id, metrics }) =>
    Object.entries(metrics).map(([key, value]) => [id, key, String(value)]),
  );
  await db.$executeRaw`
    INSERT INTO "RunMetric" ("projectId", "runId", key, value, step, timestamp)
    SELECT ${projectId}::uuid, id, key, value::float8, 0, 'epoch'
    FROM unnest(${metrics.map(([id]) => id)}::text[], ${metrics.map(([, key]) => key)}::text[],
      ${metrics.map(([, , value]) => value)}::text[]) AS metric (id, key, value)`;
});
afterAll(() => services.close());

type Predicate = (run: TestRun) => boolean;
interface Clause {
  text: string;
  holds: Predicate;
}

const COMPARE: Record<string, (left: number, right: number) => boolean> = {
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};
const comparator = fc.constantFrom(...Object.keys(COMPARE));

function like(text: string, pattern: string, flags: string): boolean {
  const escaped = pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", "[^]*").replaceAll("_", "[^]")}$`, flags).test(text);
}
const COMPARE_TEXT: Record<string, (left: string, right: string) => boolean> = {
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  LIKE: (left, right) => like(left, right, "u"),
  ilike: (left, right) => like(left, right, "iu"),
};

const hostile = fc.constantFrom(
  `'; DROP TABLE "Run"; --`,
  "a' OR '1'='1",
  `x" OR 1=1 --`,
  "$1",
  "${key}",
  "%s",
  "\\",
  "a`",
);
const key = fc.oneof({ arbitrary: fc.constantFrom(...KEYS), weight: 8 }, { arbitrary: hostile, weight: 1 });
const operand = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom("%", "_", "%b", "a%", "%'%", "%\\%"),
  hostile,
);

const metricClause: fc.Arbitrary<Clause> = fc
  .tuple(key, comparator, fc.constantFrom(-1e999, -2, -1.5, 0, 1e-300, 2, 3, 1e300, 1e999))
  .map(([key, comparator, number]) => ({
    text: `metrics.${quoteKey(key)} ${comparator} ${String(number).replace("Infinity", "1e999")}`,
    holds: ({ metrics }) => Object.hasOwn(metrics, key) && COMPARE[comparator](metrics[key], number),
  }));

const textClause: fc.Arbitrary<Clause> = fc
  .tuple(fc.constantFrom("params", "tags"), key, fc.constantFrom(...Object.keys(COMPARE_TEXT)), operand)
  .map(([field, key, comparator, text]) => ({
    text: `${field}.${quoteKey(key)} ${comparator} ${quoteText(text)}`,
    holds: (run) => {
      const values = run[field as "params" | "tags"];
      return Object.hasOwn(values, key) && COMPARE_TEXT[comparator](values[key], text);
    },
  }));

const presenceClause: fc.Arbitrary<Clause> = fc
  .tuple(fc.constantFrom("params", "tags"), key, fc.boolean())
  .map(([field, key, missing]) => ({
    text: `${field}.${quoteKey(key)} IS ${missing ? "" : "NOT "}NULL`,
    holds: (run) => Object.hasOwn(run[field as "params" | "tags"], key) !== missing,
  }));

const attributeClause: fc.Arbitrary<Clause> = fc.oneof(
  fc
    .tuple(fc.constantFrom("startTime", "endTime"), comparator, fc.constantFrom(...TIMES, 0.5, -1, 1e300))
    .map(([field, comparator, number]) => ({
      text: `${field === "startTime" ? "start_time" : "end_time"} ${comparator} ${number}`,
      holds: (run: TestRun) => {
        const time = run[field as "startTime" | "endTime"];
        return time !== null && COMPARE[comparator](time, number);
      },
    })),
  fc.tuple(fc.constantFrom(...Object.keys(COMPARE_TEXT)), operand).map(([comparator, text]) => ({
    text: `run_name ${comparator} ${quoteText(text)}`,
    holds: ({ name }: TestRun) => COMPARE_TEXT[comparator](name, text),
  })),
);

const clauses = fc.array(fc.oneof(metricClause, textClause, presenceClause, attributeClause), {
  maxLength: 3,
});

type Order = (left: TestRun, right: TestRun) => number;
interface Ordering {
  field: string;
  descending: boolean;
  order: Order;
}

const bytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
const numbers = (left: number, right: number) => (left < right ? -1 : left > right ? 1 : 0);
const isNothing = (value: unknown) =>
  value === undefined || value === null ? 2 : Number.isNaN(value) ? 1 : 0;

function ordering<Value>(
  field: string,
  descending: boolean,
  valueOf: (run: TestRun) => Value | undefined | null,
  compare: (left: Value, right: Value) => number,
): Ordering {
  const order: Order = (left, right) => {
    const [one, other] = [valueOf(left), valueOf(right)];
    const [oneRank, otherRank] = [isNothing(one), isNothing(other)];
    if (oneRank !== otherRank) return oneRank - otherRank;
    return oneRank > 0 ? 0 : compare(one as Value, other as Value) * (descending ? -1 : 1);
  };
  return { field, descending, order };
}

const orderings = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom("metrics", "params", "tags", "start_time", "end_time", "run_name"),
      key,
      fc.boolean(),
    )
    .map(([field, key, descending]): Ordering => {
      const written = `${field}.${quoteKey(key)}`;
      const own = <Value>(values: Record<string, Value>) =>
        Object.hasOwn(values, key) ? values[key] : undefined;
      switch (field) {
        case "metrics":
          return ordering(written, descending, ({ metrics }) => own(metrics), numbers);
        case "params":
          return ordering(written, descending, ({ params }) => own(params), bytes);
        case "tags":
          return ordering(written, descending, ({ tags }) => own(tags), bytes);
        case "start_time":
          return ordering(field, descending, ({ startTime }) => startTime, numbers);
        case "end_time":
          return ordering(field, descending, ({ endTime }) => endTime, numbers);
        default:
          return ordering(field, descending, ({ name }) => name, bytes);
      }
    }),
  { maxLength: 3, selector: ({ field }) => field },
);

/** The ids of all pages, of which the first is found by a walk or by sorting, and the others by turns. */
async function searched(
  filter: string,
  orderBy: string[],
  maxResults: number,
  walk: boolean,
): Promise<string[]> {
  const ids: string[] = [];
  let pageToken: string | undefined;
  let walks = walk;
  do {
    const page = await searchRuns({
      ctx,
      walks,
      input: { experimentIds: [experimentId], filter, orderBy, maxResults, pageToken },
    });
    ids.push(...page.runs.map(({ id }) => id));
    pageToken = page.nextPageToken ?? undefined;
    walks = !walks;
  } while (pageToken !== undefined);
  return ids;
}

it("finds and orders what a walk over all runs finds, whatever keys and texts hold", async () => {
  const newestFirst: Order = (left, right) =>
    right.startTime - left.startTime || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
  const byStart: Order = (left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
  await fc.assert(
    fc.asyncProperty(
      clauses,
      orderings,
      fc.constantFrom(70, 1000),
      fc.boolean(),
      async (clauses, orderings, pageSize, walk) => {
        const last = orderings.some(({ field }) => field === "start_time") ? byStart : newestFirst;
        const expected = runs
          .filter((run) => clauses.every(({ holds }) => holds(run)))
          .sort((left, right) => {
            for (const { order } of orderings) {
              const difference = order(left, right);
              if (difference !== 0) return difference;
            }
            return last(left, right);
          });
        const found = await searched(
          clauses.map(({ text }) => text).join(" AND "),
          orderings.map(({ field, descending }) => `${field} ${descending ? "DESC" : "ASC"}`),
          pageSize,
          walk,
        );
        expect(found).toEqual(expected.map(({ id }) => id));
      },
    ),
    { numRuns: 100 },
  );
  expect(await ctx.db.prisma.run.count({ where: { projectId: ctx.project.id } })).toBe(runs.length);
});
