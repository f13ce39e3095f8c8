import type { Readable } from "node:stream";

/** Chunks are kept for a while: a source must not write into a buffer it has given away. */
export type ObjectSource = AsyncIterable<Uint8Array> | Readable | Uint8Array;

export interface StoredObject {
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  readonly hash: string;
  /** `sha256/ab/cd/<hash>` */
  readonly key: string;
  /** bytes */
  readonly size: number;
  /** True where the store held these bytes before. */
  readonly existed: boolean;
}

export interface PutOptions {
  /** More bytes than this are refused with `object_too_large`, as soon as the limit is passed. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** Bytes from `start` to `end`, both counted from 0 and both included; no `end` means to the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

export interface LocalFile {
  readonly path: string;
  /** Removes the file where it is a copy; may be called twice. */
  release(): Promise<void>;
}

/**
 * Immutable objects under the hash of their bytes. Every method refuses keys that `put` cannot have given
 * (`invalid_key`) and reports a store out of reach as `store_unavailable`.
 */
export interface ObjectStore {
  /**
   * Streams to the store while hashing, in bounded memory. The same bytes again give the same object and no second copy.
   * When the source throws (its error is passed on), the signal aborts (`aborted`) or the limit is passed,
   * nothing stays behind.
   */
  put(source: ObjectSource, options?: PutOptions): Promise<StoredObject>;
  /** The object's bytes as a stream; a range that starts behind the last byte is empty. Throws `object_not_found`. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** The whole object in memory. Throws `object_not_found`. */
  read(key: string): Promise<Uint8Array>;
  has(key: string): Promise<boolean>;
  /** Null where there is no such object. */
  stat(key: string): Promise<{ readonly size: number } | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Objects whose key begins with `prefix`, ordered by key. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** A local file with the object's bytes, for tools that need a path. Not to be written to. Throws `object_not_found`. */
  asLocalFile(key: string): Promise<LocalFile>;
}
