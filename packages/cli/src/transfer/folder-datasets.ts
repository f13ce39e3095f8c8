import { createHash } from "node:crypto";
import path from "node:path";
import { writeMeta } from "./folder-write";
import type { RunRecord } from "./records";

/** What runs of an experiment read: each dataset once, and each run's word on it. */
export class FolderDatasets {
  constructor(readonly experiment: string) {}

  async write(run: string, { id, datasets, modelInputs }: RunRecord): Promise<void> {
    for (const { name, digest, sourceType, source, schema, profile, tags } of datasets) {
      const datasetId = idOf(name, digest);
      await writeMeta(path.join(this.experiment, "datasets", datasetId), {
        digest,
        name,
        profile: profile ?? null,
        schema: schema ?? null,
        source,
        source_type: sourceType,
      });
      await writeMeta(path.join(run, "inputs", idOf(datasetId, id)), {
        destination_id: id,
        destination_type: "RUN",
        source_id: datasetId,
        source_type: "DATASET",
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      });
    }
    for (const modelId of modelInputs)
      await writeMeta(path.join(run, "inputs", modelId), {
        destination_id: id,
        destination_type: "RUN",
        source_id: modelId,
        source_type: "MODEL",
        tags: {},
      });
  }
}

/** The same for the same. */
function idOf(...parts: string[]): string {
  return createHash("md5").update(parts.join("\n")).digest("hex");
}
