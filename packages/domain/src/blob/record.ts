import type { Transaction } from "@pipepilot/db";
import type { StoredObject } from "@pipepilot/storage";

/**
 * Makes a stored object known, before a row names it; rows that name it count it. Again for the same object is no error
 * and keeps an object that nothing names yet from being removed (its age starts anew). Holds the row until the end of
 * the transaction, so the object cannot be removed meanwhile.
 */
export async function recordBlob(
  tx: Transaction,
  { hash, key, size }: Pick<StoredObject, "hash" | "key" | "size">,
): Promise<{ recordedAt: Date }> {
  const [row] = await tx.$queryRaw<{ createdAt: Date }[]>`
    INSERT INTO "Blob" AS b (hash, key, size, "createdAt") VALUES (${hash}, ${key}, ${BigInt(size)}, clock_timestamp())
    ON CONFLICT (hash) DO UPDATE SET "createdAt" = CASE WHEN b."refCount" = 0 THEN clock_timestamp() ELSE b."createdAt" END
    RETURNING "createdAt"`;
  return { recordedAt: row.createdAt };
}
