import type { Transaction } from "@pipepilot/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServices, createTestUser, type TestServices } from "./testing";
import { transact } from "./transact";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  await services.db.prisma.blob.createMany({
    data: ["a", "b"].map((digit) => ({ hash: digit.repeat(64), key: digit, size: 1n })),
  });
});
afterAll(() => services.close());

describe("a transaction", () => {
  it.each(["raw SQL", "models"])(
    "is tried again when it and another one wait for each other (%s)",
    async (kind) => {
      const ctx = await createTestUser(services);
      await services.db.prisma.blob.updateMany({ data: { refCount: 0 } });
      let attempts = 0;
      const count = (tx: Transaction, digit: string) =>
        kind === "models"
          ? tx.blob.update({ where: { hash: digit.repeat(64) }, data: { refCount: { increment: 1 } } })
          : tx.$executeRaw`UPDATE "Blob" SET "refCount" = "refCount" + 1 WHERE hash = ${digit.repeat(64)}`;
      let holders = 0;
      let meet = (): void => undefined;
      const bothHoldOne = new Promise<void>((resolve) => (meet = resolve));
      const take = (first: string, second: string) =>
        transact(ctx, async (tx) => {
          attempts++;
          await count(tx, first);
          if (++holders === 2) meet();
          await bothHoldOne;
          await count(tx, second);
        });
      await Promise.all([take("a", "b"), take("b", "a")]);
      expect(attempts).toBeGreaterThan(2);
      const blobs = await services.db.prisma.blob.findMany({ select: { refCount: true } });
      expect(blobs).toEqual([{ refCount: 2 }, { refCount: 2 }]);
    },
  );

  it("is not tried again for any other error, and leaves nothing", async () => {
    const ctx = await createTestUser(services);
    let attempts = 0;
    const failing = transact(ctx, async (tx) => {
      attempts++;
      await tx.blob.create({ data: { hash: "c".repeat(64), key: "c", size: 1n } });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(attempts).toBe(1);
    expect(await services.db.prisma.blob.count()).toBe(2);
  });
});
