import type { CategoricalFeature } from "../family";
import type { Matrix } from "../matrix";
import type { Table } from "../table";
import type { PrepareConfig } from "./config";
import type { DatePart, DateUnit } from "./date-parts";

/** A column of the training table that the model reads. */
export interface InputColumn {
  readonly name: string;
  readonly kind: "number" | "category";
  /** False where a missing value has nothing that stands in for it and the family cannot take it. */
  readonly nullable: boolean;
  /** A number that is a date, in this unit since 1970 (UTC): requests may also write it as ISO 8601. */
  readonly date?: DateUnit;
}

/** A feature as a person knows it: what it was made from. */
export interface FeatureOrigin {
  readonly feature: string;
  /** The input or derived column it comes from. */
  readonly column: string;
  /** The category of a one-hot feature; null for the feature shared by rare categories. */
  readonly category?: string | null;
}

/** Something that was decided without being asked for, in words for the run's log. */
export interface PreparingNote {
  readonly column: string;
  readonly reason: "identifier" | "all_missing" | "rare_categories" | "few_buckets";
  readonly message: string;
}

/** A category that training never saw; it becomes all zeros (one_hot), -1 (ordinal) or the target's mean (target). */
export interface UnseenCategory {
  readonly column: string;
  readonly category: string;
  readonly rows: number;
}

/** Preparing with everything it learned from the training rows. Never changes after fitting. */
export interface FittedPreparing {
  readonly config: PrepareConfig;
  readonly target: string;
  readonly inputs: readonly InputColumn[];
  readonly featureNames: readonly string[];
  /** The features that hold codes of categories, for `TrainingData.categorical`. */
  readonly categorical: readonly CategoricalFeature[];
  readonly origins: readonly FeatureOrigin[];
  readonly notes: readonly PreparingNote[];
  /**
   * Features of every row, shape (rowCount, featureCount). Columns it does not read are ignored; the target may be absent.
   * Unseen categories are added to `unseen` when given. Throws `UnknownColumnError` for a missing column.
   */
  transform(table: Table, unseen?: UnseenCategory[]): Matrix;
  /** Writes the features of every row, row-major, into `out` (length rowCount x featureCount) and allocates no matrix. */
  transformInto(table: Table, out: Float64Array, unseen?: UnseenCategory[]): void;
  /** Plain JSON from which `preparingFromJSON` makes an equal one. */
  toJSON(): PreparingJSON;
}

/** How one number feature is made: clipped, filled, then `(value - center) / scale`. */
export interface NumberFeatureJSON {
  readonly kind: "number";
  readonly column: string;
  readonly clip: readonly [number, number] | null;
  /** null leaves missing values missing */
  readonly fill: number | null;
  readonly center: number;
  readonly scale: number;
}

export interface OneHotFeatureJSON {
  readonly kind: "one_hot";
  readonly column: string;
  /** null: a missing category is all zeros */
  readonly fill: string | null;
  readonly categories: readonly string[];
  /** True when one more feature stands for every category outside `categories`. */
  readonly rareFeature: boolean;
}

export interface OrdinalFeatureJSON {
  readonly kind: "ordinal";
  /** The codes name categories and say nothing of an order. */
  readonly native?: true;
  readonly column: string;
  /** null leaves missing values missing */
  readonly fill: string | null;
  readonly categories: readonly string[];
  readonly center: number;
  readonly scale: number;
}

/** A category as the mean of the target in it, one feature, or one for each class where there are more than two. */
export interface TargetFeatureJSON {
  readonly kind: "target";
  readonly column: string;
  readonly categories: readonly string[];
  /** The classes that the features stand for; null for the one feature of a regression or of two classes. */
  readonly classes: readonly (string | number)[] | null;
  /** Row-major, shape (categories, features), as are the next ones with one row */
  readonly encodings: readonly number[];
  /** Of a missing category */
  readonly missing: readonly number[];
  /** Of a category that training never saw */
  readonly unseen: readonly number[];
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** A number as the bucket it falls into: 0 below the first edge, n from the n-th edge on. */
export interface BucketFeatureJSON {
  readonly kind: "buckets";
  readonly column: string;
  /** Between the buckets, ascending */
  readonly edges: readonly number[];
  /** null leaves missing values missing (ordinal) or all zeros (one_hot) */
  readonly fill: number | null;
  readonly encode: "one_hot" | "ordinal";
  readonly center: number;
  readonly scale: number;
}

/** 1 where the column has no value, else 0. */
export interface IndicatorFeatureJSON {
  readonly kind: "indicator";
  readonly column: string;
  readonly feature: string;
}

export type FeatureJSON =
  | NumberFeatureJSON
  | OneHotFeatureJSON
  | OrdinalFeatureJSON
  | TargetFeatureJSON
  | BucketFeatureJSON
  | IndicatorFeatureJSON;

/** A number column that is computed, by an expression or as a part of a date. */
export type DerivedJSON =
  | { readonly name: string; readonly expression: string }
  | {
      readonly name: string;
      readonly date: string;
      readonly part: DatePart;
      readonly wave?: "sin" | "cos";
      readonly unit: DateUnit;
    };

export interface PreparingJSON {
  readonly version: 1;
  readonly config: PrepareConfig;
  readonly target: string;
  readonly inputs: readonly InputColumn[];
  /** In the order they are computed; later ones may read earlier ones. */
  readonly derived: readonly DerivedJSON[];
  readonly features: readonly FeatureJSON[];
  readonly notes: readonly PreparingNote[];
}
