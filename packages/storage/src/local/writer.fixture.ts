import { createLocalStore } from "./local";

/** Stores 64 MB in the directory it is given, slowly enough to be killed in the middle. */
async function* slowly() {
  for (let index = 0; index < 64; index++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield new Uint8Array(1024 * 1024).fill(index);
  }
}

const store = await createLocalStore({ kind: "local", directory: process.argv[2] });
await store.put(slowly());
