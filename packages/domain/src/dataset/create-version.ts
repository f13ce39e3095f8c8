import { createReadStream } from "node:fs";
import { type Prisma, type Transaction } from "@pipepilot/db";
import type { ObjectSource, StoredObject } from "@pipepilot/storage";
import type { z } from "zod";
import { recordBlob } from "../blob/record";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { checkContract } from "./check";
import { inferContract } from "./contract";
import { ingestCsv, type IngestedCsv } from "./ingest/ingest-csv";
import { receiveUpload } from "./receive-upload";
import {
  createDatasetVersionInput,
  DATASET_LIMITS,
  type CheckReport,
  type ContractColumn,
  type CreatedDatasetVersion,
  type CreateDatasetVersionInput,
  type DatasetLimits,
} from "./schema";
import { checkOf, summarise, versionSelection, type StoredVersion } from "./summarise";

type Input = z.output<typeof createDatasetVersionInput>;

/** The upload as stored, and what was made of it. */
interface Ingested extends IngestedCsv {
  source: StoredObject;
  parquet: StoredObject;
}

/**
 * Makes an uploaded CSV the next version of a dataset: stored by its hash, parsed, profiled and checked against the
 * dataset's contract (inferred from version 1). A blocked version is kept with its report. Bytes equal to the latest
 * version's give that version, `unchanged`. When anything fails nothing stays: no dataset, no version, no object.
 * @throws DomainError csv_*, too_large, store_unavailable
 */
export async function createDatasetVersion({
  ctx,
  input,
  source,
  limits,
  signal,
}: Call<ProjectContext, CreateDatasetVersionInput> & {
  source: ObjectSource;
  limits?: Partial<DatasetLimits>;
  signal?: AbortSignal;
}): Promise<CreatedDatasetVersion> {
  authorise(ctx, "dataset:write");
  const parsed = parse(createDatasetVersionInput, input);
  const allowed = { ...DATASET_LIMITS, ...limits };
  const earlier = await findByIdempotencyKey(ctx, parsed.idempotencyKey);
  if (earlier) return created(earlier, false);
  return receiveUpload(ctx, async (upload) => {
    const stored = await upload.store(source, { maxBytes: allowed.maxBytes, signal });
    const latest = await findLatest(ctx.db.prisma, ctx, parsed.dataset);
    if (latest?.contentHash === stored.hash) return created(latest, true);
    const file = await ctx.store.asLocalFile(stored.key);
    try {
      const csv = await ingestCsv(file.path, upload.workDirectory, allowed);
      const parquet = await upload.store(createReadStream(csv.parquetPath));
      return await save(ctx, parsed, { ...csv, source: stored, parquet });
    } finally {
      await file.release();
    }
  });
}

async function save(ctx: ProjectContext, input: Input, ingested: Ingested): Promise<CreatedDatasetVersion> {
  try {
    return await transact(ctx, async (tx) => {
      await keepObjects(tx, ctx, ingested);
      const dataset = await lockDataset(tx, ctx, input.dataset);
      const latest = await findLatest(tx, ctx, input.dataset);
      if (latest?.contentHash === ingested.source.hash) return created(latest, true);
      const version = await insertVersion(tx, ctx, input, ingested, dataset.id, (latest?.number ?? 0) + 1);
      const { contract, report } = await check(tx, ctx, dataset.id, ingested);
      await tx.schemaCheck.create({
        data: {
          projectId: ctx.project.id,
          datasetVersionId: version.id,
          contractId: contract.id,
          verdict: report.verdict,
          findings: json(report.findings),
          passedRules: report.passedRules,
        },
      });
      if (dataset.isNew)
        await recordEvent(tx, ctx, "dataset/created", { datasetId: dataset.id, dataset: input.dataset });
      await recordVersionEvent(
        tx,
        ctx,
        input,
        ingested.rowCount,
        { ...version, datasetId: dataset.id },
        report,
      );
      await announce(tx, ctx, { noun: "dataset", id: dataset.id });
      return created(
        await tx.datasetVersion.findUniqueOrThrow({
          where: { projectId_id: { projectId: ctx.project.id, id: version.id } },
          select: versionSelection,
        }),
        false,
      );
    });
  } catch (error) {
    const earlier = isUniqueViolation(error) ? await findByIdempotencyKey(ctx, input.idempotencyKey) : null;
    if (earlier) return created(earlier, false);
    throw error;
  }
}

/** Holds the objects until the rows that name them are there. */
async function keepObjects(tx: Transaction, ctx: ProjectContext, { source, parquet }: Ingested) {
  for (const object of [source, parquet].sort((a, b) => (a.hash < b.hash ? -1 : 1))) {
    await recordBlob(tx, object);
    if (!(await ctx.store.has(object.key)))
      throw new DomainError("conflict", "The same file was removed at this moment. Upload it again.");
  }
}

/** The dataset of this name, made when there is none; one upload at a time goes on from here. */
async function lockDataset(tx: Transaction, ctx: ProjectContext, name: string) {
  const projectId = ctx.project.id;
  const made = await tx.dataset.createMany({ data: [{ projectId, name }], skipDuplicates: true });
  const [{ id }] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Dataset" WHERE "projectId" = ${projectId}::uuid AND name = ${name} FOR UPDATE`;
  return { id, isNew: made.count === 1 };
}

async function insertVersion(
  tx: Transaction,
  ctx: ProjectContext,
  input: Input,
  { source, parquet, rowCount, columns, profile, parseReport }: Ingested,
  datasetId: string,
  number: number,
) {
  return tx.datasetVersion.create({
    data: {
      projectId: ctx.project.id,
      datasetId,
      number,
      contentHash: source.hash,
      fileName: input.fileName,
      sizeBytes: BigInt(source.size),
      sourceHash: source.hash,
      parquetHash: parquet.hash,
      rowCount,
      columns: json(columns),
      profile: json(profile),
      parseReport: json(parseReport),
      provenance: json(input.provenance),
      createdBy: actorRecord(ctx.actor),
    },
    select: { id: true, number: true },
  });
}

async function check(tx: Transaction, ctx: ProjectContext, datasetId: string, ingested: Ingested) {
  const projectId = ctx.project.id;
  const contract =
    (await tx.schemaContract.findFirst({ where: { projectId, datasetId }, orderBy: { number: "desc" } })) ??
    (await tx.schemaContract.create({
      data: {
        projectId,
        datasetId,
        number: 1,
        columns: json(inferContract(ingested.columns, ingested.profile, ingested.rowCount)),
        createdBy: actorRecord(ctx.actor),
      },
    }));
  return { contract, report: checkContract(contract.columns as unknown as ContractColumn[], ingested) };
}

async function recordVersionEvent(
  tx: Transaction,
  ctx: ProjectContext,
  { dataset, idempotencyKey }: Input,
  rowCount: number,
  { id, number, datasetId }: { id: string; number: number; datasetId: string },
  { verdict, findings }: CheckReport,
) {
  const version = { datasetId, dataset, datasetVersionId: id, number };
  if (verdict === "blocked")
    await recordEvent(
      tx,
      ctx,
      "dataset-version/blocked",
      { ...version, findings: findings.length, summary: findings[0].message },
      { idempotencyKey },
    );
  else
    await recordEvent(
      tx,
      ctx,
      "dataset-version/ready",
      { ...version, rowCount, verdict },
      { idempotencyKey },
    );
}

function findLatest(tx: Transaction, ctx: ProjectContext, name: string): Promise<StoredVersion | null> {
  return tx.datasetVersion.findFirst({
    where: { projectId: ctx.project.id, dataset: { name } },
    orderBy: { number: "desc" },
    select: versionSelection,
  });
}

async function findByIdempotencyKey(
  ctx: ProjectContext,
  idempotencyKey: string | undefined,
): Promise<StoredVersion | null> {
  if (idempotencyKey === undefined) return null;
  const projectId = ctx.project.id;
  const event = await ctx.db.prisma.event.findUnique({
    where: { projectId_idempotencyKey: { projectId, idempotencyKey } },
    select: { data: true },
  });
  const id = (event?.data as { datasetVersionId?: string } | undefined)?.datasetVersionId;
  if (!event) return null;
  if (!id)
    throw new DomainError("conflict", "This idempotency key was used for something else.", {
      idempotencyKey,
    });
  return ctx.db.prisma.datasetVersion.findUnique({
    where: { projectId_id: { projectId, id } },
    select: versionSelection,
  });
}

function created(stored: StoredVersion, unchanged: boolean): CreatedDatasetVersion {
  return { ...summarise(stored), findings: checkOf(stored).findings, unchanged };
}

/** Plain data as Prisma's JSON input type, which does not know interfaces. */
function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}
