import { z } from "zod";
import { positiveNumber } from "../number";
import { cursor, pageLimit } from "../page";

export const datasetName = z
  .string()
  .trim()
  .min(1, "Give the dataset a name.")
  .max(120, "A dataset's name has at most 120 characters.")
  .regex(/^[\p{L}\p{N}._\- ]*$/u, "Use letters, digits, spaces and . _ - only.");

export const provenance = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("upload") }),
  z.strictObject({
    kind: z.literal("synthetic"),
    generator: z.string().max(200),
    params: z.record(z.string(), z.unknown()),
    seed: z.number(),
  }),
]);
export type Provenance = z.infer<typeof provenance>;

export const createDatasetVersionInput = z.strictObject({
  /** Created when there is none of this name. */
  dataset: datasetName,
  /** Shown to people; never used as a path. */
  fileName: z.string().trim().min(1).max(255),
  provenance: provenance.default({ kind: "upload" }),
  /** The same key again answers with the version that the first call made. */
  idempotencyKey: z.string().min(1).max(200).optional(),
});
export type CreateDatasetVersionInput = z.input<typeof createDatasetVersionInput>;

export interface DatasetLimits {
  /** Bytes of the upload, and of what it unpacks or converts to. */
  readonly maxBytes: number;
  readonly maxColumns: number;
}
export const DATASET_LIMITS: DatasetLimits = { maxBytes: 2 * 1024 ** 3, maxColumns: 2000 };
/** Fewer rows than this cannot be split, trained and tested. */
export const MIN_ROWS = 10;

export const listDatasetsInput = z.strictObject({ cursor, limit: pageLimit(50, 200) });
export type ListDatasetsInput = z.input<typeof listDatasetsInput>;
export const getDatasetInput = z.strictObject({ name: z.string().max(200) });
export type GetDatasetInput = z.input<typeof getDatasetInput>;
export const getDatasetVersionInput = z.strictObject({
  dataset: z.string().max(200),
  number: positiveNumber,
});
export type GetDatasetVersionInput = z.input<typeof getDatasetVersionInput>;
export const previewDatasetVersionInput = getDatasetVersionInput.extend({
  limit: z.number().int().min(1).max(200).default(50),
});
export type PreviewDatasetVersionInput = z.input<typeof previewDatasetVersionInput>;
export const readDatasetColumnsInput = z.strictObject({ datasetVersionId: z.uuid() });
export type ReadDatasetColumnsInput = z.input<typeof readDatasetColumnsInput>;

export type ColumnType = "integer" | "float" | "boolean" | "date" | "timestamp" | "string";

export interface DatasetColumn {
  name: string;
  type: ColumnType;
  /** True where a value is missing. */
  nullable: boolean;
}

/** What a column holds. Dates and timestamps are measured in milliseconds since 1970 (UTC). */
export interface ColumnProfile {
  name: string;
  missing: number;
  /** Different values that are not missing. */
  distinct: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  std: number | null;
  /** Numbers only, at 0.05, 0.25, 0.5, 0.75 and 0.95, interpolated. */
  quantiles: { p05: number; p25: number; p50: number; p75: number; p95: number } | null;
  /** Texts and booleans, most frequent first (at most `TOP_VALUES`); long texts are cut. */
  topValues: { value: string; count: number }[];
  /** Bins of equal width from `min` to `max`; the last one holds `max`. */
  histogram: { min: number; max: number; counts: number[] } | null;
  /** Texts only: characters of the longest. */
  maxLength: number | null;
}
export const TOP_VALUES = 100;
export const MAX_CATEGORIES = 50;
export const HISTOGRAM_BINS = 20;

export interface ParseReport {
  delimiter: "," | ";" | "\t" | "|";
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "latin-1";
  compression: "none" | "gzip";
  /** Numbers were written with a decimal comma. */
  decimalComma: boolean;
  header: true;
  badRowCount: number;
  /** The first 100. `line` counts lines of the text file from 1. */
  badRows: { line: number; reason: string; text: string }[];
  /** What was decided for the reader, in sentences. */
  notes: string[];
}

/** What one column is expected to be. `null` means that nothing is expected of this. */
export interface ContractColumn {
  name: string;
  type: ColumnType | null;
  nullable: boolean;
  range: { min: number; max: number } | null;
  categories: string[] | null;
  unique: boolean;
}

export type Severity = "warn" | "block";
export type Rule = "present" | "type" | "known" | "categories" | "range" | "nullable" | "unique";

export interface Finding {
  severity: Severity;
  column: string;
  rule: Rule;
  /** A sentence for people. */
  message: string;
  /** How many rows are concerned, where that is known. */
  rows?: number;
}

export type Verdict = "passed" | "warned" | "blocked";

export interface CheckReport {
  verdict: Verdict;
  findings: Finding[];
  /** Rules that held. */
  passedRules: number;
}

export interface DatasetVersionSummary {
  id: string;
  dataset: { id: string; name: string };
  number: number;
  /** SHA-256 of the bytes as uploaded. */
  contentHash: string;
  fileName: string;
  sizeBytes: number;
  rowCount: number;
  columnCount: number;
  badRowCount: number;
  verdict: Verdict;
  findingCount: number;
  passedRules: number;
  provenance: Provenance;
  createdBy: { kind: string; id: string; name: string };
  createdAt: Date;
}

export interface CreatedDatasetVersion extends DatasetVersionSummary {
  findings: Finding[];
  /** True where these bytes are the dataset's latest version already: nothing was made. */
  unchanged: boolean;
}

export interface DatasetVersionDetails extends DatasetVersionSummary {
  columns: DatasetColumn[];
  profile: ColumnProfile[];
  parseReport: ParseReport;
  check: CheckReport & { contractNumber: number };
}

export interface DatasetSummary {
  id: string;
  name: string;
  description: string;
  createdAt: Date;
  versionCount: number;
  latest: DatasetVersionSummary | null;
}

export interface DatasetDetails extends Omit<DatasetSummary, "latest"> {
  /** Newest first. */
  versions: DatasetVersionSummary[];
}

export type Cell = string | number | boolean | null;
export interface DatasetPreview {
  columns: DatasetColumn[];
  rows: Cell[][];
}
