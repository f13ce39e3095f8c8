import type { Services } from "../context";

const BATCH = 100;

/**
 * Removes objects that no row names and that were recorded longer ago than this, from the store and from the books.
 * The row is locked while its object goes, so nobody can name it meanwhile; a crash in between leaves a row that the
 * next call removes. Returns how many went.
 */
export async function deleteUnreferencedBlobs({
  services,
  olderThanMs,
}: {
  services: Services;
  olderThanMs: number;
}): Promise<{ deleted: number }> {
  let deleted = 0;
  for (;;) {
    const candidates = await services.db.prisma.$queryRaw<{ hash: string; createdAt: Date }[]>`
      SELECT hash, "createdAt" FROM "Blob" WHERE "refCount" = 0 AND "createdAt" < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
      ORDER BY "createdAt" LIMIT ${BATCH}`;
    let progress = 0;
    for (const { hash, createdAt } of candidates) if (await deleteBlob(services, hash, createdAt)) progress++;
    deleted += progress;
    if (progress === 0 || candidates.length < BATCH) return { deleted };
  }
}

/** Removes one object where no row names it and nobody recorded it since `recordedAt`. */
export async function deleteBlob(services: Services, hash: string, recordedAt: Date): Promise<boolean> {
  return services.db.prisma.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ key: string }[]>`
      SELECT key FROM "Blob" WHERE hash = ${hash} AND "refCount" = 0 AND "createdAt" <= ${recordedAt} FOR UPDATE SKIP LOCKED`;
    if (!row) return false;
    await services.store.delete(row.key);
    await tx.$executeRaw`DELETE FROM "Blob" WHERE hash = ${hash}`;
    return true;
  });
}
