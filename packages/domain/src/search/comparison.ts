import type { Place } from "./syntax-error";

export const NUMBER_COMPARATORS = ["=", "!=", "<", "<=", ">", ">="] as const;
export type NumberComparator = (typeof NUMBER_COMPARATORS)[number];

export const TEXT_COMPARATORS = ["=", "!=", "LIKE", "ILIKE"] as const;
export type TextComparator = (typeof TEXT_COMPARATORS)[number];

export const LIST_COMPARATORS = ["IN", "NOT IN"] as const;
export type ListComparator = (typeof LIST_COMPARATORS)[number];

export const PRESENCE_COMPARATORS = ["IS NULL", "IS NOT NULL"] as const;
export type PresenceComparator = (typeof PRESENCE_COMPARATORS)[number];

export type Comparator = NumberComparator | TextComparator | ListComparator | PresenceComparator;

export const FIELD_KINDS = [
  "metric",
  "param",
  "tag",
  "attribute",
  "dataset",
  "metadata",
  "span",
  "feedback",
  "expectation",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** What is compared or ordered by; the key of an attribute is its one canonical name, whatever alias was written. */
export interface Field {
  readonly kind: FieldKind;
  readonly key: string;
}

export type NumberTest = {
  readonly type: "number";
  readonly comparator: NumberComparator;
  readonly value: number;
};
export type TextTest =
  | { readonly type: "text"; readonly comparator: TextComparator; readonly value: string }
  | { readonly type: "list"; readonly comparator: ListComparator; readonly values: readonly string[] };
export type PresenceTest = { readonly type: "presence"; readonly comparator: PresenceComparator };

/** One comparison of a filter, with the place where it is written. A filter is a list of them, all of which must hold. */
export interface Comparison extends Place {
  readonly field: Field;
  readonly test: NumberTest | TextTest | PresenceTest;
}

export interface Ordering {
  readonly field: Field;
  readonly descending: boolean;
}
