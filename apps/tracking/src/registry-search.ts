import type { SearchModelsInput, SearchVersionsInput } from "@pipepilot/domain/model/search-schema";
import type { Comparison, Ordering } from "@pipepilot/domain/search/comparison";
import { parseFilter } from "@pipepilot/domain/search/filter";
import { parseOrderBy } from "@pipepilot/domain/search/order-by";
import { z } from "zod";
import { int64, list, optionalText } from "./wire";

export const searchInput = z.object({
  filter: optionalText,
  order_by: list(z.string()),
  max_results: int64.optional(),
  page_token: optionalText,
});

type TextCondition = NonNullable<SearchVersionsInput["names"]>[number];
type TagCondition = NonNullable<SearchVersionsInput["tags"]>[number];

/** @throws DomainError invalid_input with the place of the mistake */
export function modelConditions(filter = ""): Pick<SearchModelsInput, "names" | "tags"> {
  const comparisons = parseFilter("registered_model", filter);
  return { names: textConditions(comparisons, "name"), tags: tagConditions(comparisons) };
}

/** @throws DomainError invalid_input with the place of the mistake */
export function versionConditions(
  filter = "",
): Pick<SearchVersionsInput, "names" | "numbers" | "runIds" | "sources" | "tags"> {
  const comparisons = parseFilter("model_version", filter);
  return {
    names: textConditions(comparisons, "name"),
    numbers: comparisons.flatMap(({ field, test }) =>
      isAttribute(field, "version_number") && test.type === "number"
        ? [{ comparator: test.comparator, value: test.value }]
        : [],
    ),
    runIds: textConditions(comparisons, "run_id"),
    sources: textConditions(comparisons, "source_path"),
    tags: tagConditions(comparisons),
  };
}

const isAttribute = ({ kind, key }: Comparison["field"], name: string) =>
  kind === "attribute" && key === name;

function textConditions(comparisons: readonly Comparison[], name: string): TextCondition[] {
  return comparisons.flatMap(({ field, test }): TextCondition[] => {
    if (!isAttribute(field, name)) return [];
    if (test.type === "list") return [{ comparator: test.comparator, values: [...test.values] }];
    return test.type === "text" ? [{ comparator: test.comparator, value: test.value }] : [];
  });
}

function tagConditions(comparisons: readonly Comparison[]): TagCondition[] {
  return comparisons.flatMap(({ field: { kind, key }, test }) =>
    kind === "tag" && test.type === "text" ? [{ key, comparator: test.comparator, value: test.value }] : [],
  );
}

const MODEL_KEYS = {
  name: "name",
  creation_timestamp: "createdAt",
  last_updated_timestamp: "updatedAt",
} as const;
const VERSION_KEYS = { ...MODEL_KEYS, version_number: "number" } as const;

/** @throws DomainError invalid_input */
export function modelOrder(clauses: readonly string[]): SearchModelsInput["orderBy"] {
  return named(MODEL_KEYS, parseOrderBy("registered_model", clauses));
}

/** None said is the verb's own order. @throws DomainError invalid_input */
export function versionOrder(clauses: readonly string[]): SearchVersionsInput["orderBy"] {
  return clauses.length === 0 ? undefined : named(VERSION_KEYS, parseOrderBy("model_version", clauses));
}

function named<Name extends string>(keys: Readonly<Record<string, Name>>, orderings: readonly Ordering[]) {
  return orderings.map(({ field, descending }) => ({
    key: keys[field.key],
    direction: descending ? ("desc" as const) : ("asc" as const),
  }));
}
