import {
  LIST_COMPARATORS,
  NUMBER_COMPARATORS,
  PRESENCE_COMPARATORS,
  TEXT_COMPARATORS,
  type Comparator,
  type Field,
  type FieldKind,
} from "./comparison";

export interface AttributeRule {
  readonly type: "number" | "text";
  /** Other spellings. */
  readonly aliases?: readonly string[];
  readonly comparators: readonly Comparator[];
  readonly orderable: boolean;
}

export interface EntityGrammar {
  /** What stands before the dot, and the kind of field it opens. The first of a kind is the one messages and pages write. */
  readonly prefixes: Readonly<Record<string, FieldKind>>;
  readonly attributes: Readonly<Record<string, AttributeRule>>;
  readonly comparators: Readonly<Partial<Record<Exclude<FieldKind, "attribute">, readonly Comparator[]>>>;
  /** Kinds that order_by takes. */
  readonly orderable: readonly FieldKind[];
}

const TEXT = TEXT_COMPARATORS;
const LISTED_TEXT = [...TEXT_COMPARATORS, ...LIST_COMPARATORS];
const OPTIONAL_TEXT = [...TEXT_COMPARATORS, ...PRESENCE_COMPARATORS];

const number = (aliases: readonly string[] = []): AttributeRule => ({
  type: "number",
  aliases,
  comparators: NUMBER_COMPARATORS,
  orderable: true,
});
const text = (rule: Partial<AttributeRule> = {}): AttributeRule => ({
  type: "text",
  comparators: TEXT,
  orderable: true,
  ...rule,
});

const RUNS: EntityGrammar = {
  prefixes: {
    metrics: "metric",
    metric: "metric",
    params: "param",
    param: "param",
    parameters: "param",
    parameter: "param",
    tags: "tag",
    tag: "tag",
    attributes: "attribute",
    attribute: "attribute",
    attr: "attribute",
    run: "attribute",
    datasets: "dataset",
    dataset: "dataset",
  },
  attributes: {
    run_id: text({ comparators: LISTED_TEXT }),
    run_name: text({ aliases: ["run name", "Run name", "Run Name"] }),
    status: text(),
    start_time: number(["created", "Created"]),
    end_time: number(),
    duration: number(["Duration"]),
    user_id: text(),
    artifact_uri: text(),
  },
  comparators: {
    metric: NUMBER_COMPARATORS,
    param: OPTIONAL_TEXT,
    tag: OPTIONAL_TEXT,
    dataset: LISTED_TEXT,
  },
  orderable: ["metric", "param", "tag", "attribute"],
};

/** Keys of `datasets.`. */
export const DATASET_KEYS = ["name", "digest", "context"] as const;
export type DatasetKey = (typeof DATASET_KEYS)[number];

const TAGS_AND_ATTRIBUTES = {
  tags: "tag",
  tag: "tag",
  attribute: "attribute",
  attributes: "attribute",
} as const satisfies Record<string, FieldKind>;

const EXPERIMENTS: EntityGrammar = {
  prefixes: TAGS_AND_ATTRIBUTES,
  attributes: {
    name: text(),
    experiment_id: text({ comparators: ["=", "!=", ...LIST_COMPARATORS] }),
    creation_time: number(),
    last_update_time: number(),
  },
  comparators: { tag: OPTIONAL_TEXT },
  orderable: ["attribute"],
};

const REGISTERED_MODELS: EntityGrammar = {
  prefixes: TAGS_AND_ATTRIBUTES,
  attributes: {
    name: text({ comparators: LISTED_TEXT }),
    creation_timestamp: { ...number(), comparators: [] },
    last_updated_timestamp: { ...number(["timestamp"]), comparators: [] },
  },
  comparators: { tag: TEXT },
  orderable: ["attribute"],
};

const MODEL_VERSIONS: EntityGrammar = {
  prefixes: TAGS_AND_ATTRIBUTES,
  attributes: {
    name: text({ comparators: LISTED_TEXT }),
    run_id: text({ comparators: LISTED_TEXT, orderable: false }),
    source_path: text({ orderable: false }),
    version_number: number(),
    creation_timestamp: { ...number(), comparators: [] },
    last_updated_timestamp: { ...number(), comparators: [] },
  },
  comparators: { tag: TEXT },
  orderable: ["attribute"],
};

const LOGGED_MODELS: EntityGrammar = {
  prefixes: { metrics: "metric", params: "param", tags: "tag", attributes: "attribute" },
  attributes: {
    name: text({ comparators: LISTED_TEXT }),
    model_id: text({ comparators: LISTED_TEXT }),
    model_type: text({ comparators: LISTED_TEXT }),
    status: text({ comparators: LISTED_TEXT }),
    source_run_id: text({ comparators: LISTED_TEXT }),
    creation_timestamp: number(["creation_time"]),
    last_updated_timestamp: number(["last_updated_time"]),
  },
  comparators: { metric: NUMBER_COMPARATORS, param: LISTED_TEXT, tag: LISTED_TEXT },
  orderable: ["metric", "attribute"],
};

const UNORDERED = { orderable: false };

const TRACES: EntityGrammar = {
  prefixes: {
    ...TAGS_AND_ATTRIBUTES,
    trace: "attribute",
    metadata: "metadata",
    request_metadata: "metadata",
    span: "span",
    feedback: "feedback",
    expectation: "expectation",
  },
  attributes: {
    request_id: text({ comparators: LISTED_TEXT }),
    timestamp_ms: number(["timestamp"]),
    execution_time_ms: number(["execution_time"]),
    end_time_ms: number(["end_time"]),
    status: text({ comparators: LISTED_TEXT }),
    name: text({ comparators: LISTED_TEXT }),
    run_id: text({ comparators: LISTED_TEXT }),
    client_request_id: text({ comparators: LISTED_TEXT, ...UNORDERED }),
    text: text({ comparators: ["LIKE", "ILIKE"], ...UNORDERED }),
    prompt: text({ comparators: ["="], ...UNORDERED }),
    experiment_id: text({ comparators: [] }),
  },
  comparators: {
    tag: OPTIONAL_TEXT,
    metadata: OPTIONAL_TEXT,
    span: LISTED_TEXT,
    feedback: [...OPTIONAL_TEXT, "<", "<=", ">", ">="],
    expectation: [...OPTIONAL_TEXT, "<", "<=", ">", ">="],
  },
  orderable: ["tag", "metadata", "attribute"],
};

const GRAMMARS = {
  run: RUNS,
  experiment: EXPERIMENTS,
  registered_model: REGISTERED_MODELS,
  model_version: MODEL_VERSIONS,
  logged_model: LOGGED_MODELS,
  trace: TRACES,
} as const satisfies Record<string, EntityGrammar>;

/** What MLflow's clients search for. */
export type SearchedEntity = keyof typeof GRAMMARS;

export function grammarOf(entity: SearchedEntity): EntityGrammar {
  return GRAMMARS[entity];
}

/** The canonical name of an attribute written as `name`, or null where there is none. */
export function attributeName(grammar: EntityGrammar, name: string): string | null {
  const found = Object.entries(grammar.attributes).find(
    ([canonical, { aliases }]) => canonical === name || aliases?.includes(name),
  );
  return found?.[0] ?? null;
}

/** What a field may be compared with; empty for one that is only ordered by. */
export function comparatorsOf(grammar: EntityGrammar, { kind, key }: Field): readonly Comparator[] {
  return (kind === "attribute" ? grammar.attributes[key]?.comparators : grammar.comparators[kind]) ?? [];
}

/** Whether a field's values are numbers. */
export function isNumeric(grammar: EntityGrammar, { kind, key }: Field): boolean {
  return kind === "metric" || (kind === "attribute" && grammar.attributes[key]?.type === "number");
}

/** The ways to begin a field, as messages and pages show them: "metrics.", "status". */
export function fieldStarts(grammar: EntityGrammar): string[] {
  const kinds = new Map<FieldKind, string>();
  for (const [prefix, kind] of Object.entries(grammar.prefixes)) {
    if (kind !== "attribute" && !kinds.has(kind)) kinds.set(kind, `${prefix}.`);
  }
  return [...kinds.values(), ...comparableAttributes(grammar)];
}

export function comparableAttributes(grammar: EntityGrammar): string[] {
  return Object.entries(grammar.attributes).flatMap(([name, { comparators }]) =>
    comparators.length > 0 ? [name] : [],
  );
}
