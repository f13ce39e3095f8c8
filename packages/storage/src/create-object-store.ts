import { createLocalStore } from "./local/local";
import type { ObjectStore } from "./object-store";
import { parseObjectStoreUrl, type ObjectStoreConfig } from "./setting";

/**
 * Opens the store that a configuration, or the text of the setting OBJECT_STORE, names; a local directory is made where
 * it is missing. What writers that were killed left in the store's temporary place a day ago and longer is removed.
 * The AWS SDK is loaded for S3 only.
 */
export async function createObjectStore(
  setting: ObjectStoreConfig | string | undefined,
): Promise<ObjectStore> {
  const config = typeof setting === "object" ? setting : parseObjectStoreUrl(setting);
  switch (config.kind) {
    case "local":
      return createLocalStore(config);
    case "s3": {
      const { createS3Store } = await import("./s3/s3");
      return createS3Store(config);
    }
  }
}
