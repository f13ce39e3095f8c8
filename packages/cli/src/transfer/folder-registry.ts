import { readFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { modelForm, versionForm, type registryForm } from "./folder-forms";
import { filesBelow, foldersIn, readMeta, readTexts } from "./folder-read";
import { Unreadable, type ModelRecord, type VersionRecord } from "./records";

/** What MLflow's file store leaves of a version that was deleted. */
const DELETED = "Deleted_Internal";

/** The registry in MLflow's folders. */
export class FolderRegistry {
  constructor(readonly root: string) {}

  async names(): Promise<string[]> {
    return foldersIn(this.root);
  }

  /** @throws Unreadable */
  async read(folder: string): Promise<ModelRecord> {
    const place = path.join(this.root, folder);
    const meta = await readMeta(modelForm, path.join(place, "meta.yaml"));
    const versions: VersionRecord[] = [];
    for (const name of (await foldersIn(place)).filter((each) => /^version-\d+$/.test(each))) {
      const version = await this.#version(path.join(place, name));
      if (version.stage !== DELETED) versions.push(version);
    }
    return {
      name: meta.name,
      description: meta.description ?? "",
      createdAt: meta.creation_timestamp ?? 0,
      updatedAt: meta.last_updated_timestamp ?? 0,
      tags: await readTexts(path.join(place, "tags")),
      aliases: await this.#aliases(path.join(place, "aliases")),
      versions: versions.sort((a, b) => a.number - b.number),
    };
  }

  async #version(place: string): Promise<VersionRecord> {
    const meta = await readMeta(versionForm, path.join(place, "meta.yaml"));
    return {
      number: meta.version,
      stage: meta.current_stage ?? "None",
      description: meta.description ?? "",
      source: meta.source ?? "",
      runId: meta.run_id,
      runLink: meta.run_link,
      tags: await readTexts(path.join(place, "tags")),
      createdAt: meta.creation_timestamp ?? 0,
      updatedAt: meta.last_updated_timestamp ?? 0,
    };
  }

  async #aliases(directory: string): Promise<ModelRecord["aliases"]> {
    const aliases = [];
    for (const alias of await filesBelow(directory)) {
      const file = path.join(directory, alias);
      const version = Number((await readFile(file, "utf8")).trim());
      if (!Number.isSafeInteger(version)) throw new Unreadable(file, "It holds no version's number.");
      aliases.push({ alias, version });
    }
    return aliases;
  }
}

export function fromRegistryFile(model: z.output<typeof registryForm>["models"][number]): ModelRecord {
  const entries = (texts: Record<string, string>) =>
    Object.entries(texts).map(([key, value]) => ({ key, value }));
  return {
    name: model.name,
    description: model.description,
    createdAt: model.created,
    updatedAt: model.updated,
    tags: entries(model.tags),
    aliases: Object.entries(model.aliases).map(([alias, version]) => ({ alias, version })),
    versions: model.versions.map(({ version, run_id, run_link, tags, created, updated, ...rest }) => ({
      ...rest,
      number: version,
      runId: run_id,
      runLink: run_link,
      tags: entries(tags),
      createdAt: created,
      updatedAt: updated,
    })),
  };
}
