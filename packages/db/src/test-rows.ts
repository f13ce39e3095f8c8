import { randomBytes, randomUUID } from "node:crypto";
import type { Database } from "./client";
import type { Prisma } from "./generated/prisma/client";

export const actor = { kind: "system", id: "setup", name: "PipePilot" };
export const newHash = () => randomBytes(32).toString("hex");

/** Makes rows with nothing but what the schema asks for. */
export function createRows({ prisma }: Database) {
  async function newBlob() {
    const hash = newHash();
    await prisma.blob.create({ data: { hash, key: `sha256/${hash}`, size: 1n } });
    return hash;
  }
  const countOf = async (hash: string) => (await prisma.blob.findUniqueOrThrow({ where: { hash } })).refCount;

  async function newProject() {
    const { id: projectId } = await prisma.project.create({ data: { slug: `p-${randomUUID()}`, name: "P" } });
    const model = await prisma.registeredModel.create({ data: { projectId, name: "m" } });
    const dataset = await prisma.dataset.create({ data: { projectId, name: "d" } });
    const experiment = await prisma.experiment.create({
      data: { projectId, name: "e", primaryMetric: "rmse", metricDirection: "minimize" },
    });
    const run = await prisma.run.create({
      data: {
        projectId,
        id: randomBytes(16).toString("hex"),
        experimentId: experiment.id,
        name: "r",
        environment: {},
        createdBy: actor,
      },
    });
    return {
      projectId,
      modelId: model.id,
      datasetId: dataset.id,
      experimentId: experiment.id,
      runId: run.id,
    };
  }

  const modelVersion = (
    { projectId, modelId }: { projectId: string; modelId: string },
    number: number,
    own: Partial<Prisma.ModelVersionUncheckedCreateInput> = {},
  ) =>
    prisma.modelVersion.create({
      data: {
        projectId,
        modelId,
        number,
        task: "regression",
        family: "baseline",
        signature: {},
        files: [],
        bundleHash: newHash(),
        sizeBytes: 0n,
        createdBy: actor,
        ...own,
      },
    });

  const datasetVersion = (
    { projectId, datasetId }: { projectId: string; datasetId: string },
    number: number,
    sourceHash: string,
    parquetHash: string,
  ) =>
    prisma.datasetVersion.create({
      data: {
        projectId,
        datasetId,
        number,
        contentHash: sourceHash,
        fileName: "a.csv",
        sizeBytes: 1n,
        sourceHash,
        parquetHash,
        rowCount: 10,
        columns: [],
        profile: [],
        parseReport: {},
        provenance: { kind: "upload" },
        createdBy: actor,
      },
    });
  return { newBlob, countOf, newProject, modelVersion, datasetVersion };
}

/** Why the database refused, in its own words: Prisma's message has its own for them. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "not refused";
  } catch (error) {
    const { message, meta } = error as { message: string; meta?: unknown };
    return `${message} ${JSON.stringify(meta)}`;
  }
}
