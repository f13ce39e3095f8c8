import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DATASET_LIMITS, type Provenance } from "@pipepilot/domain";
import { ingestCsv } from "@pipepilot/domain/dataset/ingest/ingest-csv";
import { assertUsableTarget } from "@pipepilot/domain/pipeline/check-target";
import { SYNTHETIC_HOUSING, syntheticHousingCsv } from "@pipepilot/pipeline/demo/housing";
import { SetupError } from "./report";
import type { SetupRequest } from "./request";

/** What is set up: from the made-up homes or from a file of the user's own. */
export interface Source {
  readonly project: string;
  readonly dataset: string;
  readonly pipeline: string;
  readonly model: string;
  readonly target: string;
  readonly fileName: string;
  readonly provenance: Provenance;
  open(): AsyncIterable<Uint8Array>;
}

/** Finds out what to set up; a file or column that cannot be used is refused before anything is made. */
export async function chooseSource({ dataFile, target }: SetupRequest): Promise<Source> {
  return dataFile === undefined ? demoSource() : fileSource(path.resolve(dataFile), target);
}

function demoSource(): Source {
  const { generator, rows, seed, target } = SYNTHETIC_HOUSING;
  return {
    project: "California housing",
    dataset: "housing",
    pipeline: "housing-training",
    model: "housing_price_predictor",
    target,
    fileName: "housing-synthetic.csv",
    provenance: {
      kind: "synthetic",
      generator,
      params: {
        rows,
        note: "A made-up stand-in for the California housing data of 1990: no real home is in it.",
      },
      seed,
    },
    open: async function* () {
      yield new TextEncoder().encode(syntheticHousingCsv());
    },
  };
}

async function fileSource(file: string, target: string | undefined): Promise<Source> {
  await requireFile(file);
  const dataset = datasetName(file);
  const inspected = await inspect(file);
  const columns = inspected.columns.map(({ name }) => name);
  if (target === undefined)
    throw new SetupError(
      "target_needed",
      `Say which column to predict with --target. Columns: ${columns.join(", ")}.`,
    );
  if (!columns.includes(target))
    throw new SetupError(
      "column_not_found",
      `${path.basename(file)} has no column "${target}". Columns: ${columns.join(", ")}.`,
    );
  assertUsableTarget({ ...inspected, number: 1 }, dataset, target);
  return {
    project: dataset,
    dataset,
    pipeline: `${dataset}-training`,
    model: `${dataset}_predictor`,
    target,
    fileName: path.basename(file),
    provenance: { kind: "upload" },
    open: () => createReadStream(file),
  };
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found) throw new SetupError("file_not_found", `There is no file ${file}.`);
  if (!found.isFile()) throw new SetupError("file_not_found", `${file} is not a file.`);
}

/** Reads the whole file as the upload would, and keeps nothing of it. */
async function inspect(file: string) {
  const directory = await mkdtemp(path.join(tmpdir(), "pipepilot-setup-"));
  try {
    return await ingestCsv(file, directory, DATASET_LIMITS);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The file's name without its extensions, in letters, digits and hyphens. */
function datasetName(file: string): string {
  const base = path.basename(file).replace(/(\.(csv|tsv|txt|gz))+$/i, "");
  const name = base
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 60);
  return name || "data";
}
