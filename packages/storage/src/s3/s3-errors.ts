import { S3ServiceException } from "@aws-sdk/client-s3";
import { objectNotFound, StorageError, storeUnavailable } from "../errors";

/** True for the answers to a request about an object that is not there (HEAD answers carry no code, only 404). */
export function isMissingObject(error: unknown): boolean {
  if (!(error instanceof S3ServiceException) || error.name === "NoSuchBucket") return false;
  return error.name === "NoSuchKey" || error.name === "NotFound" || error.$metadata.httpStatusCode === 404;
}

/** Runs one operation; a missing object is `object_not_found` where a key is given, everything else `store_unavailable`. */
export async function during<T>(doing: string, operation: () => Promise<T>, key?: string): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    if (key !== undefined && isMissingObject(error)) throw objectNotFound(key, error);
    throw storeUnavailable(doing, error);
  }
}
