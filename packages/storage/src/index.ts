export { createObjectStore } from "./create-object-store";
export { StorageError, type StorageErrorCode } from "./errors";
export { hashOfKey, objectKey } from "./keys";
export type {
  ByteRange,
  ListedObject,
  LocalFile,
  ObjectSource,
  ObjectStore,
  PutOptions,
  StoredObject,
} from "./object-store";
export {
  parseObjectStoreUrl,
  type LocalStoreConfig,
  type ObjectStoreConfig,
  type S3StoreConfig,
} from "./setting";
