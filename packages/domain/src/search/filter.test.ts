import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import type { Comparison } from "./comparison";
import { MAX_COMPARISONS, parseFilter } from "./filter";
import type { SearchedEntity } from "./grammar";
import { parseOrderBy } from "./order-by";
import { quoteKey, quoteText } from "./quote";

/** "kind key comparator value" of each comparison. */
function written(comparisons: readonly Comparison[]): string[] {
  return comparisons.map(({ field: { kind, key }, test }) => {
    const value = "value" in test ? [test.value] : "values" in test ? [test.values] : [];
    return [kind, key, test.comparator, ...value.map((each) => JSON.stringify(each))].join(" ");
  });
}
const parsed = (text: string, entity: SearchedEntity = "run") => written(parseFilter(entity, text));

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (DomainError.is(error)) return error;
    throw error;
  }
  throw new Error("not refused");
}
/** The underlined part, and the message. */
function underlined(text: string, entity: SearchedEntity = "run"): [string, string] {
  const { facts, message } = refusal(() => parseFilter(entity, text));
  const { position, length } = facts as { position: number; length: number };
  return [text.slice(position, position + length), message];
}

describe("parsing a filter of runs", () => {
  it.each([
    ["metrics.rmse < 1", "metric rmse < 1"],
    ["metric.rmse>=-1.5", "metric rmse >= -1.5"],
    ["metrics.`a b.c` < 1e-3", "metric a b.c < 0.001"],
    ['metrics."a.b" != .5', "metric a.b != 0.5"],
    ["metrics.a.b < 5.", "metric a.b < 5"],
    ["metrics.1a > 1E5", "metric 1a > 100000"],
    ["metrics.été > 1e+5", "metric été > 100000"],
    ["`metrics`.x = 0", "metric x = 0"],
    ["metrics.`` = 0", "metric  = 0"],
    ["metrics.'x' = 0", "metric x = 0"],
    ["metrics.timestamp = 0", "metric timestamp = 0"],
    ["params.x = 'a'", 'param x = "a"'],
    ['param.x != "it\'s"', 'param x != "it\'s"'],
    ["parameters.x='a\"b'", 'param x = "a\\"b"'],
    ["parameter.x LIKE '%a'", 'param x LIKE "%a"'],
    ["params.x ilike '%a_'", 'param x ILIKE "%a_"'],
    ["params.x = ''", 'param x = ""'],
    ["params.x = 'a\nb'", 'param x = "a\\nb"'],
    ["params.x = 'it''s'", "param x = \"it''s\""],
    ["tags.`a``b` = 'x'", 'tag a``b = "x"'],
    ["params.`x'y` = 'a'", 'param x\'y = "a"'],
    ["params.\"x`y\" = 'a'", 'param x`y = "a"'],
    ["tags.mlflow.source.name = 'x'", 'tag mlflow.source.name = "x"'],
    ["tag.x IS NULL", "tag x IS NULL"],
    ["params.x is  not null", "param x IS NOT NULL"],
    ["run_id IN ('a', \"b\",)", 'attribute run_id IN ["a","b"]'],
    ["attributes.run_id not in ('a')", 'attribute run_id NOT IN ["a"]'],
    ["status = 'FINISHED'", 'attribute status = "FINISHED"'],
    ["attr.status='x'", 'attribute status = "x"'],
    ["run.status != 'x'", 'attribute status != "x"'],
    ["attribute.Created > 1", "attribute start_time > 1"],
    ["created > 1.5", "attribute start_time > 1.5"],
    ["end_time <= 5", "attribute end_time <= 5"],
    ["`run name` = 'x'", 'attribute run_name = "x"'],
    ["attributes.`Run Name` = 'x'", 'attribute run_name = "x"'],
    ['"run_name" = "x"', 'attribute run_name = "x"'],
    ["user_id='a'", 'attribute user_id = "a"'],
    ["artifact_uri LIKE 's3%'", 'attribute artifact_uri LIKE "s3%"'],
    ["dataset.name = 'a'", 'dataset name = "a"'],
    ["datasets.context IN ('a','b')", 'dataset context IN ["a","b"]'],
  ])("reads %s", (text, expected) => expect(parsed(text)).toEqual([expected]));

  it("joins with AND in any case, and as MLflow does without or with too many of them", () => {
    const both = ['param x = "a"', "metric y < 1"];
    expect(parsed("params.x = 'a' AND metrics.y < 1")).toEqual(both);
    expect(parsed("params.x='a'and\n metrics.y<1")).toEqual(both);
    expect(parsed("and params.x = 'a' AND And metrics.y < 1 AND")).toEqual(both);
    expect(parsed("params.x = 'a' metrics.y < 1")).toEqual(both);
    for (const nothing of ["", " \n", "AND"]) expect(parsed(nothing)).toEqual([]);
  });

  it("knows where each comparison stands", () => {
    const text = "params.x = 'a'  AND run_id IN ('b' ) and tags.y IS NULL";
    const places = parseFilter("run", text);
    expect(places.map(({ position, length }) => text.slice(position, position + length))).toEqual([
      "params.x = 'a'",
      "run_id IN ('b' )",
      "tags.y IS NULL",
    ]);
  });

  it.each([
    ["params.x = 'a' OR params.y = 'b'", "OR", "join comparisons with AND"],
    ["(params.x = 'a')", "(", "Parentheses are not supported"],
    ["params.x = 'a' AND (params.y = 'b')", "(", "Parentheses are not supported"],
    ["NOT params.x = 'a'", "NOT", "NOT is not supported here"],
    ["foo.bar = 'a'", "foo.bar", 'Invalid entity type "foo"'],
    ["METRICS.x < 1", "METRICS.x", 'Invalid entity type "METRICS"'],
    ["toString.x < 1", "toString.x", "Invalid entity type"],
    ["foo = 'a'", "foo", 'Invalid attribute key "foo"'],
    ["constructor = 'a'", "constructor", "Invalid attribute key"],
    ["dataset.foo = 'a'", "dataset.foo", 'Invalid dataset key "foo"'],
    ["params.x = 1", "1", "A text in single or double quotes"],
    ["params.x = `v`", "`v`", "A text in single or double quotes"],
    ["params.x > 'a'", ">", "=, !=, LIKE, ILIKE, IS NULL, IS NOT NULL"],
    ["params.x <> 'a'", "<>", "compared with one of"],
    ["params.x NOT LIKE 'a'", "NOT", "compared with one of"],
    ["params.x IN ('a')", "IN", "compared with one of"],
    ["metrics.x == 1", "==", "compared with one of"],
    ["metrics.x = '1'", "'1'", "with a number"],
    ["metrics.x < inf", "inf", "with a number"],
    ["metrics.x < +1", "+", "with a number"],
    ["metrics.x < - 1", "-", "with a number"],
    ["metrics.x < 0x10", "0x10", "with a number"],
    ["metrics.x < 1_000", "1_000", "with a number"],
    ["metrics.x > 1and params.x = 'a'", "1and", "with a number"],
    ["metrics.x IS NULL", "IS", "compared with one of"],
    ["metrics.x", "", "The text ends here."],
    ["metrics.x <", "", "The text ends here."],
    ["params.x = 'a' AND params.y", "", "The text ends here."],
    ["params.x = 'a", "'a", "The quote ' is never closed."],
    ["params.`x = 'a'", "params.", "A key is expected after the dot."],
    ["metrics.val-loss > 1", "-", "compared with one of"],
    ["tags.a.`b c` = 'x'", "tags.a.`b c`", "in backticks"],
    ["metrics . x < 1", "metrics", "Invalid attribute key"],
    ["1 < metrics.x", "1", "A field is expected"],
    ["'run_name' = 'x'", "'run_name'", "A field is expected"],
    ["params.x = 'a';", ";", "A field is expected"],
    ["metrics.x < 1 -- c", "-", "A field is expected"],
    ["start_time = '1'", "'1'", "with a number"],
    ["status IN ('A')", "IN", "compared with one of"],
    ["run_id IN ()", ")", "A text in single or double quotes"],
    ["run_id IN (1)", "1", "A text in single or double quotes"],
    ["run_id IN 'a'", "'a'", "A list such as"],
    ["run_id IN ('a' 'b')", "'b'", "go on or end with )"],
    ["run_id IN ('a'", "", "The text ends here."],
  ])("refuses %s and underlines %s", (text, place, message) => {
    const [found, said] = underlined(text);
    expect(found).toBe(place);
    expect(said).toContain(message);
  });

  it("holds no more comparisons than one query can", () => {
    const some = (count: number) => Array.from({ length: count }, () => "metrics.x < 1").join(" AND ");
    expect(parsed(some(MAX_COMPARISONS))).toHaveLength(MAX_COMPARISONS);
    expect(underlined(some(MAX_COMPARISONS + 1))[1]).toContain("at most 50 comparisons");
  });
});

describe("parsing filters of other entities", () => {
  it.each<[SearchedEntity, string, string]>([
    ["experiment", "name ILIKE 'a%'", 'attribute name ILIKE "a%"'],
    ["experiment", "experiment_id NOT IN ('1')", 'attribute experiment_id NOT IN ["1"]'],
    ["experiment", "attribute.creation_time > 1", "attribute creation_time > 1"],
    ["experiment", "tags.`a b` IS NULL", "tag a b IS NULL"],
    ["registered_model", "name IN ('a')", 'attribute name IN ["a"]'],
    ["registered_model", "tags.owner = 'ada'", 'tag owner = "ada"'],
    ["model_version", "version_number > 2", "attribute version_number > 2"],
    ["model_version", "run_id IN ('a','b')", 'attribute run_id IN ["a","b"]'],
    ["logged_model", "creation_time > 5", "attribute creation_timestamp > 5"],
    ["logged_model", "params.x IN ('a')", 'param x IN ["a"]'],
  ])("reads of %s: %s", (entity, text, expected) => expect(parsed(text, entity)).toEqual([expected]));

  it.each<[SearchedEntity, string]>([
    ["experiment", "params.x = 'a'"],
    ["experiment", "name IN ('a')"],
    ["experiment", "experiment_id LIKE '1'"],
    ["registered_model", "creation_timestamp > 1"],
    ["registered_model", "tags.x IS NULL"],
    ["model_version", "source_path > 'a'"],
    ["logged_model", "datasets.name = 'a'"],
  ])("refuses of %s: %s", (entity, text) => expect(underlined(text, entity)[1]).not.toBe(""));
});

describe("parsing order_by", () => {
  const order = (...clauses: string[]) =>
    parseOrderBy("run", clauses).map(
      ({ field, descending }) => `${field.kind} ${field.key} ${descending ? "DESC" : "ASC"}`,
    );

  it("reads a field and its direction", () => {
    expect(order("metrics.rmse", "metrics.`a b` DESC", 'params."x y" asc', " tags.x  dEsC ")).toEqual([
      "metric rmse ASC",
      "metric a b DESC",
      "param x y ASC",
      "tag x DESC",
    ]);
    expect(order("Created DESC", "attributes.run_name")).toEqual([
      "attribute start_time DESC",
      "attribute run_name ASC",
    ]);
  });

  it.each([
    [["metrics.x foo"], 0, "foo"],
    [["metrics.x", "metrics.y ASC DESC"], 1, "DESC"],
    [["metrics.x, params.y"], 0, ","],
    [["metrics.x NULLS LAST"], 0, "NULLS"],
    [["dataset.name"], 0, "dataset.name"],
    [["foo"], 0, "foo"],
    [[""], 0, ""],
    [["metrics.a-b"], 0, "-"],
    [["start_time", "Created DESC"], 1, "Created DESC"],
  ])("refuses %j and underlines the place", (clauses, index, place) => {
    const { code, facts } = refusal(() => parseOrderBy("run", clauses));
    const { clause, position, length } = facts as { clause: number; position: number; length: number };
    expect([code, clause]).toEqual(["invalid_input", index]);
    expect(clauses[clause].slice(position, position + length)).toBe(place);
  });

  it("takes only attributes of experiments", () => {
    expect(parseOrderBy("experiment", ["name DESC"])).toHaveLength(1);
    expect(refusal(() => parseOrderBy("experiment", ["tags.x"])).message).toContain("ordered by x here");
    expect(refusal(() => parseOrderBy("model_version", ["run_id"])).message).toContain(
      "ordered by run_id here",
    );
  });
});

describe("any text at all", () => {
  const text = fc.string({ unit: "binary", maxLength: 30 });
  const words = fc
    .array(
      fc.constantFrom(
        ..."metrics. params.x tags.`a attributes run_id status = != < LIKE IN NOT IS NULL AND OR ( ) , ' \" ` 1 -1.5e3 'a' \"b\" \\ ; -- ''".split(
          " ",
        ),
        " ",
        "\n",
      ),
      { maxLength: 14 },
    )
    .chain((parts) => fc.constantFrom(parts.join(" "), parts.join("")));

  it("parses, or is refused with a place inside it", () => {
    fc.assert(
      fc.property(fc.oneof(text, words), (filter) => {
        for (const parse of [() => parseFilter("run", filter), () => parseOrderBy("run", [filter])]) {
          try {
            parse();
          } catch (error) {
            if (!DomainError.is(error)) throw error;
            const { position, length } = error.facts as { position: number; length: number };
            expect(error.code).toBe("invalid_input");
            expect(position).toBeGreaterThanOrEqual(0);
            expect(length).toBeGreaterThanOrEqual(0);
            expect(position + length).toBeLessThanOrEqual(filter.length);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("as a key and as a value, quoted, is read back", () => {
    const odd = fc.oneof(text, fc.string({ unit: fc.constantFrom("'", '"', "`", "\\", ".", "a", " ", "(") }));
    fc.assert(
      fc.property(odd, odd, odd, (key, value, other) => {
        const filter = `params.${quoteKey(key)} = ${quoteText(value)} AND tags.${quoteKey(other)} LIKE ${quoteText(key)}`;
        expect(parseFilter("run", filter)).toMatchObject([
          { field: { kind: "param", key }, test: { comparator: "=", value } },
          { field: { kind: "tag", key: other }, test: { comparator: "LIKE", value: key } },
        ]);
        const list = `run_id IN (${[key, value, other].map(quoteText).join(", ")})`;
        expect(parseFilter("run", list)).toMatchObject([{ test: { values: [key, value, other] } }]);
        expect(parseOrderBy("run", [`metrics.${quoteKey(key)} DESC`])).toEqual([
          { field: { kind: "metric", key }, descending: true },
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  it("is cut quickly, however long", () => {
    for (const long of ["'".repeat(400_001), "metrics.x<1 ".repeat(5), `params.x = '${"''".repeat(200_000)}`])
      refusal(() => parseFilter("run", `${long} ?`));
  });
});
