import type { Matrix } from "../matrix";
import type { Table } from "../table";
import type { PrepareConfig } from "./config";

/** A column of the training table that the model reads. */
export interface InputColumn {
  readonly name: string;
  readonly kind: "number" | "category";
  /** False where a missing value has nothing that stands in for it and the family cannot take it. */
  readonly nullable: boolean;
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
  readonly reason: "identifier" | "all_missing" | "rare_categories";
  readonly message: string;
}

/** A category that training never saw; it becomes all zeros (one_hot) or -1 (ordinal). */
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
  readonly fill: string;
  readonly categories: readonly string[];
  /** True when one more feature stands for every category outside `categories`. */
  readonly rareFeature: boolean;
}

export interface OrdinalFeatureJSON {
  readonly kind: "ordinal";
  readonly column: string;
  readonly fill: string;
  readonly categories: readonly string[];
  readonly center: number;
  readonly scale: number;
}

export type FeatureJSON = NumberFeatureJSON | OneHotFeatureJSON | OrdinalFeatureJSON;

export interface PreparingJSON {
  readonly version: 1;
  readonly config: PrepareConfig;
  readonly target: string;
  readonly inputs: readonly InputColumn[];
  /** In the order they are computed; later ones may read earlier ones. */
  readonly derived: readonly { readonly name: string; readonly expression: string }[];
  readonly features: readonly FeatureJSON[];
  readonly notes: readonly PreparingNote[];
}
