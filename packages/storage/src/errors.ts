/** Every way in which a store refuses or fails; callers switch on it, people read the message. */
export type StorageErrorCode =
  | "object_not_found"
  | "object_too_large"
  | "store_unavailable"
  | "invalid_key"
  | "aborted";

/** Messages name keys and limits, never directories, buckets or credentials; the cause has the rest. */
export class StorageError extends Error {
  override readonly name = "StorageError";

  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export function objectNotFound(key: string, cause?: unknown): StorageError {
  return new StorageError("object_not_found", `The object ${key} is not in the store.`, { cause });
}

export function storeUnavailable(doing: string, cause: unknown): StorageError {
  return new StorageError("store_unavailable", `The object store failed while ${doing}${reason(cause)}.`, {
    cause,
  });
}

/** The short code of a system or S3 error (ENOSPC, AccessDenied), never its message: that may hold a path. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  return code && code !== "Error" ? ` (${code})` : "";
}
