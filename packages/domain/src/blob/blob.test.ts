import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServices, type TestServices } from "../testing";
import { recordBlob } from "./record";
import { deleteUnreferencedBlobs } from "./release";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function store(text: string) {
  const stored = await services.store.put(new TextEncoder().encode(text));
  await recordBlob(services.db.prisma, stored);
  return stored;
}
const count = (hash: string, refCount: number) =>
  services.db.prisma.blob.update({ where: { hash }, data: { refCount } });
const age = (hash: string) =>
  services.db.prisma
    .$executeRaw`UPDATE "Blob" SET "createdAt" = now() - interval '1 hour' WHERE hash = ${hash}`;

describe("objects that no row names", () => {
  it("are removed when they are old enough, and only they", async () => {
    const [orphan, named, fresh] = [await store("orphan"), await store("named"), await store("fresh")];
    await count(named.hash, 1);
    await Promise.all([age(orphan.hash), age(named.hash)]);
    expect(await deleteUnreferencedBlobs({ services, olderThanMs: 60_000 })).toEqual({ deleted: 1 });
    expect(await services.store.has(orphan.key)).toBe(false);
    expect(await services.store.has(named.key)).toBe(true);
    expect(await services.store.has(fresh.key)).toBe(true);
    const hashes = (await services.db.prisma.blob.findMany()).map(({ hash }) => hash);
    expect(hashes.sort()).toEqual([named.hash, fresh.hash].sort());
  });

  it("are young again when they are recorded again", async () => {
    const stored = await store("again");
    await age(stored.hash);
    await recordBlob(services.db.prisma, stored);
    expect(await deleteUnreferencedBlobs({ services, olderThanMs: 60_000 })).toEqual({ deleted: 0 });
  });

  it("stay while a transaction that recorded them is open", async () => {
    const stored = await store("held");
    await age(stored.hash);
    await services.db.prisma.$transaction(async (tx) => {
      await recordBlob(tx, stored);
      expect(await deleteUnreferencedBlobs({ services, olderThanMs: 0 })).toMatchObject({
        deleted: expect.any(Number),
      });
      expect(await services.store.has(stored.key)).toBe(true);
    });
    expect(await services.db.prisma.blob.count({ where: { hash: stored.hash } })).toBe(1);
  });
});
