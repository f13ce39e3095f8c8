import { type Prisma } from "@pipepilot/db";
import type {
  CheckReport,
  ColumnProfile,
  DatasetColumn,
  DatasetVersionDetails,
  DatasetVersionSummary,
  Finding,
  ParseReport,
  Provenance,
} from "./schema";

/** What of a stored version every view needs; the profile stays where it is. */
export const versionSelection = {
  id: true,
  number: true,
  contentHash: true,
  fileName: true,
  sizeBytes: true,
  rowCount: true,
  columns: true,
  parseReport: true,
  provenance: true,
  createdBy: true,
  createdAt: true,
  dataset: { select: { id: true, name: true } },
  check: {
    select: { verdict: true, findings: true, passedRules: true, contract: { select: { number: true } } },
  },
} satisfies Prisma.DatasetVersionSelect;

export type StoredVersion = Prisma.DatasetVersionGetPayload<{ select: typeof versionSelection }>;

export function summarise(stored: StoredVersion): DatasetVersionSummary {
  const { id, number, contentHash, fileName, rowCount, createdAt, dataset } = stored;
  const { verdict, findings, passedRules } = checkOf(stored);
  return {
    id,
    dataset,
    number,
    contentHash,
    fileName,
    sizeBytes: Number(stored.sizeBytes),
    rowCount,
    columnCount: columnsOf(stored).length,
    badRowCount: (stored.parseReport as unknown as ParseReport).badRowCount,
    verdict,
    findingCount: findings.length,
    passedRules,
    provenance: stored.provenance as unknown as Provenance,
    createdBy: stored.createdBy as DatasetVersionSummary["createdBy"],
    createdAt,
  };
}

export function detail(stored: StoredVersion & { profile: Prisma.JsonValue }): DatasetVersionDetails {
  return {
    ...summarise(stored),
    columns: columnsOf(stored),
    profile: stored.profile as unknown as ColumnProfile[],
    parseReport: stored.parseReport as unknown as ParseReport,
    check: { ...checkOf(stored), contractNumber: stored.check?.contract.number ?? 0 },
  };
}

export function columnsOf({ columns }: Pick<StoredVersion, "columns">): DatasetColumn[] {
  return columns as unknown as DatasetColumn[];
}

/** Every version is written with its check, in one transaction. */
export function checkOf({ check }: Pick<StoredVersion, "check">): CheckReport {
  if (!check) throw new Error("A dataset version without its check.");
  return {
    verdict: check.verdict,
    findings: check.findings as unknown as Finding[],
    passedRules: check.passedRules,
  };
}
