import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { objectKey } from "./keys";
import type { ObjectStore, StoredObject } from "./object-store";

/** A store of its own for each test, and a look behind its interface. */
export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** How many things, finished or not, the store's place holds. */
  countEverything(): Promise<number>;
}

export interface ObjectStoreHarness {
  start?(): Promise<void>;
  stop?(): Promise<void>;
  open(): Promise<StoreUnderTest>;
}

const megabyte = 1024 * 1024;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** 20 MB that are the same in every run and repeat nowhere within a chunk's reach. */
async function* megabytes(count: number, before: (index: number) => void = () => {}) {
  for (let index = 0; index < count; index++) {
    before(index);
    const words = new Uint32Array(megabyte / 4).map((_, word) => (word * 2654435761 + index * 40503) >>> 0);
    yield new Uint8Array(words.buffer);
  }
}

async function textOf(stream: Readable): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString("utf8");
}

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every object store promises, whatever is behind it. */
export function describeObjectStore(name: string, harness: ObjectStoreHarness): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    let countEverything: StoreUnderTest["countEverything"];

    beforeAll(() => harness.start?.());
    afterAll(() => harness.stop?.());
    beforeEach(async () => {
      ({ store, countEverything } = await harness.open());
    });

    describe("putting", () => {
      it("keeps an object under the SHA-256 of its bytes", async () => {
        const hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        const key = `sha256/ba/78/${hash}`;
        expect(await store.put(bytesOf("abc"))).toEqual({ hash, key, size: 3, existed: false });
        expect(await store.read(key)).toEqual(Buffer.from("abc"));
        expect(await store.stat(key)).toEqual({ size: 3 });
        expect(await store.has(key)).toBe(true);
      });

      it("makes no second copy of the same bytes", async () => {
        const first = await store.put(bytesOf("same"));
        const count = await countEverything();
        const second = await store.put(Readable.from([bytesOf("sa"), bytesOf("me")]));
        expect(second).toEqual({ ...first, existed: true });
        expect(await countEverything()).toBe(count);
      });

      it("keeps an empty object", async () => {
        const { key, size } = await store.put(new Uint8Array());
        expect(size).toBe(0);
        expect(key).toBe(objectKey(sha256(new Uint8Array())));
        expect(await store.read(key)).toHaveLength(0);
        expect(await textOf(await store.get(key))).toBe("");
        expect(await store.stat(key)).toEqual({ size: 0 });
      });

      it("streams 20 MB in and out", async () => {
        const expected = sha256(Buffer.concat(await Readable.from(megabytes(20)).toArray()));
        const stored = await store.put(megabytes(20));
        expect(stored).toEqual({
          hash: expected,
          key: objectKey(expected),
          size: 20 * megabyte,
          existed: false,
        });
        const read = createHash("sha256");
        for await (const chunk of await store.get(stored.key)) read.update(chunk as Uint8Array);
        expect(read.digest("hex")).toBe(expected);
        expect(await store.put(megabytes(20))).toEqual({ ...stored, existed: true });
      });

      it("gives one object to many who put the same bytes at once", async () => {
        const puts = await Promise.all(Array.from({ length: 8 }, () => store.put(bytesOf("crowd"))));
        expect(new Set(puts.map(({ key }: StoredObject) => key)).size).toBe(1);
        expect(await keysOf(store, "")).toEqual([puts[0].key]);
        expect(await textOf(await store.get(puts[0].key))).toBe("crowd");
      });

      it("keeps the array's window, not its whole buffer", async () => {
        const { hash } = await store.put(bytesOf("--abc--").subarray(2, 5));
        expect(hash).toBe(sha256(bytesOf("abc")));
      });
    });

    describe("putting what does not arrive whole", () => {
      it.each([1, 20])("leaves nothing when aborted within %i MB", async (size) => {
        const controller = new AbortController();
        const source = megabytes(size + 1, (index) => index === size && controller.abort());
        await expect(store.put(source, { signal: controller.signal })).rejects.toMatchObject({
          code: "aborted",
        });
        expect(await countEverything()).toBe(0);
      });

      it("stops waiting for a stalled source when aborted", async () => {
        const controller = new AbortController();
        const stalled = new Readable({ read() {} });
        stalled.push(bytesOf("a beginning"));
        const putting = store.put(stalled, { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await expect(putting).rejects.toMatchObject({ code: "aborted" });
        expect(await countEverything()).toBe(0);
      });

      it("does not begin when aborted before", async () => {
        await expect(store.put(bytesOf("late"), { signal: AbortSignal.abort() })).rejects.toMatchObject({
          code: "aborted",
        });
        expect(await countEverything()).toBe(0);
      });

      it.each([1, 20])(
        "passes on the error of a source that throws after %i MB and leaves nothing",
        async (size) => {
          const broken = new Error("the line went dead");
          const source = megabytes(size + 1, (index) => {
            if (index === size) throw broken;
          });
          await expect(store.put(source)).rejects.toBe(broken);
          expect(await countEverything()).toBe(0);
        },
      );

      it.each([1, 20])("refuses more than maxBytes of %i MB and leaves nothing", async (size) => {
        const maxBytes = size * megabyte;
        const refusal = { code: "object_too_large", message: expect.stringContaining(String(maxBytes)) };
        await expect(store.put(megabytes(size + 1), { maxBytes })).rejects.toMatchObject(refusal);
        expect(await countEverything()).toBe(0);
      });

      it("takes exactly maxBytes", async () => {
        expect(await store.put(bytesOf("12345"), { maxBytes: 5 })).toMatchObject({ size: 5 });
      });
    });

    describe("reading", () => {
      it.each([
        ["from the start", { start: 0, end: 3 }, "0123"],
        ["in the middle", { start: 2, end: 4 }, "234"],
        ["one byte", { start: 9, end: 9 }, "9"],
        ["to the end", { start: 7 }, "789"],
        ["beyond the end", { start: 8, end: 100 }, "89"],
        ["behind the end", { start: 10 }, ""],
      ])("gives a range %s", async (_, range, expected) => {
        const { key } = await store.put(bytesOf("0123456789"));
        expect(await textOf(await store.get(key, range))).toBe(expected);
      });

      it.each([{ start: -1 }, { start: 3, end: 2 }, { start: 0.5 }])(
        "refuses the range %o",
        async (range) => {
          const { key } = await store.put(bytesOf("0123456789"));
          await expect(store.get(key, range)).rejects.toThrow(RangeError);
        },
      );

      it("says that an object is not there", async () => {
        const key = objectKey(sha256(bytesOf("never stored")));
        const missing = { code: "object_not_found", message: `The object ${key} is not in the store.` };
        await expect(store.get(key)).rejects.toMatchObject(missing);
        await expect(store.read(key)).rejects.toMatchObject(missing);
        await expect(store.asLocalFile(key)).rejects.toMatchObject(missing);
        expect(await store.has(key)).toBe(false);
        expect(await store.stat(key)).toBeNull();
      });

      it("lends the bytes as a local file", async () => {
        const { key } = await store.put(bytesOf("a,b\n1,2\n"));
        const file = await store.asLocalFile(key);
        expect(await readFile(file.path, "utf8")).toBe("a,b\n1,2\n");
        await file.release();
        await file.release();
        expect(await store.has(key)).toBe(true);
        if (!file.path.endsWith(key)) expect(existsSync(file.path)).toBe(false);
      });
    });

    describe("listing", () => {
      it("gives the objects whose key begins with a prefix, in order", async () => {
        const stored = await Promise.all(
          Array.from({ length: 40 }, (_, index) => store.put(bytesOf(`${index}`))),
        );
        const keys = stored.map(({ key }) => key).sort();
        expect(await keysOf(store, "")).toEqual(keys);
        expect(await keysOf(store, "sha256/")).toEqual(keys);
        for (const prefix of [keys[0].slice(0, 8), keys[20].slice(0, 9), keys[39].slice(0, 12), keys[7]]) {
          expect(await keysOf(store, prefix)).toEqual(keys.filter((key) => key.startsWith(prefix)));
        }
        expect(await keysOf(store, "sha256/zz".replace("zz", "00/00/0000"))).toEqual([]);
      });

      it("gives sizes", async () => {
        const { key } = await store.put(bytesOf("four"));
        for await (const object of store.list("")) expect(object).toEqual({ key, size: 4 });
      });
    });

    it("deletes, and deleting again is no error", async () => {
      const { key } = await store.put(bytesOf("short-lived"));
      await store.delete(key);
      expect(await store.has(key)).toBe(false);
      await store.delete(key);
      expect(await countEverything()).toBe(0);
      expect(await store.put(bytesOf("short-lived"))).toMatchObject({ key, existed: false });
    });

    it.each([
      "",
      "abc",
      "/etc/passwd",
      "../secret",
      "sha256/../../etc/passwd",
      "sha256/ab/cd/../../../x",
      "tmp/x",
      `sha256/ab/cd/${"0".repeat(64)}`,
      `sha256/00/00/${"0".repeat(63)}`,
      `sha256/00/00/${"0".repeat(64)}\n`,
      `sha256/00/00/${"0".repeat(62)}\0\0`,
      `sha256\\00\\00\\${"0".repeat(64)}`,
      objectKey("A".repeat(64)),
    ])("refuses the key %j", async (key) => {
      const refusal = { code: "invalid_key" };
      await expect(store.get(key)).rejects.toMatchObject(refusal);
      await expect(store.read(key)).rejects.toMatchObject(refusal);
      await expect(store.has(key)).rejects.toMatchObject(refusal);
      await expect(store.stat(key)).rejects.toMatchObject(refusal);
      await expect(store.delete(key)).rejects.toMatchObject(refusal);
      await expect(store.asLocalFile(key)).rejects.toMatchObject(refusal);
    });

    it.each(["..", "/", "tmp", "sha256//", "sha256/../", "SHA256/"])(
      "refuses the prefix %j",
      async (prefix) => {
        await expect(keysOf(store, prefix)).rejects.toMatchObject({ code: "invalid_key" });
      },
    );
  });
}
