import { open } from "node:fs/promises";

/** Node's own `readFile` goes in pieces of 512 kB, and each waits for its turn: on a busy event loop that adds up. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** All bytes of a file that nobody changes. */
export async function readWhole(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.allocUnsafeSlow(size);
    let read = 0;
    while (read < size) {
      const { bytesRead } = await handle.read(bytes, read, Math.min(PIECE_BYTES, size - read), read);
      if (bytesRead === 0) throw new Error("The file is shorter than it was.");
      read += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
