import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DomainError } from "../../errors";
import type { ParseReport } from "../schema";
import { encodingByStart, isGzip, knownBinary, looksLike } from "./file-kind";

export interface TextFile {
  /** UTF-8 without byte order mark: the given file where it is that already, else a copy in the work directory. */
  readonly path: string;
  readonly encoding: ParseReport["encoding"];
  readonly compression: ParseReport["compression"];
  /** The first characters, to find the header and the delimiter in. */
  readonly start: string;
}

const START_BYTES = 1024 * 1024;

/**
 * Makes sure that the file is text and gives it as UTF-8, streaming.
 * @throws DomainError csv_empty, csv_binary, csv_unreadable, too_large
 */
export async function openTextFile(file: string, workDirectory: string, maxBytes: number): Promise<TextFile> {
  let current = file;
  const compression = isGzip(await readStart(file)) ? "gzip" : "none";
  if (compression === "gzip") current = await unpack(file, path.join(workDirectory, "unpacked"), maxBytes);
  const bytes = await readStart(current);
  if (bytes.length === 0) throw empty();
  const binary = knownBinary(bytes);
  if (binary)
    throw new DomainError("csv_binary", `This is ${binary.kind}, not a CSV file. ${binary.advice}`, {
      found: binary.kind,
    });
  const byStart = encodingByStart(bytes);
  const encoding = byStart ?? ((await isUtf8(current)) ? "utf-8" : "latin-1");
  if (encoding !== "utf-8" || byStart === "utf-8")
    current = await toUtf8(current, path.join(workDirectory, "text"), encoding, maxBytes);
  const start = new TextDecoder().decode(await readStart(current), { stream: true });
  if (start.trim() === "") throw empty();
  await refuseControlCharacters(current);
  const other = looksLike(start);
  if (other)
    throw new DomainError("csv_unreadable", `This looks like ${other}, not CSV. Upload the table as CSV.`, {
      found: other,
    });
  return { path: current, encoding, compression, start };
}

async function readStart(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function unpack(from: string, to: string, maxBytes: number): Promise<string> {
  try {
    await pipeline(createReadStream(from), createGunzip(), limited(maxBytes), createWriteStream(to));
  } catch (error) {
    if (DomainError.is(error) || isSystemError(error)) throw error;
    throw new DomainError(
      "csv_unreadable",
      "The gzip archive is damaged and cannot be unpacked.",
      {},
      { cause: error },
    );
  }
  return to;
}

async function toUtf8(from: string, to: string, encoding: TextFile["encoding"], maxBytes: number) {
  // Browsers and spreadsheets mean Windows-1252 when they say Latin-1.
  const decoder = new TextDecoder(encoding === "latin-1" ? "windows-1252" : encoding, {
    fatal: encoding === "utf-8",
  });
  async function* recode(source: AsyncIterable<Buffer>) {
    try {
      for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
      yield Buffer.from(decoder.decode());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new DomainError("csv_binary", "The file begins like UTF-8 text, but later bytes are not UTF-8.", {
        found: "invalid UTF-8",
      });
    }
  }
  await pipeline(createReadStream(from), recode, limited(maxBytes), createWriteStream(to));
  return to;
}

function limited(maxBytes: number) {
  return async function* (source: AsyncIterable<Buffer>) {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DomainError("too_large", `The unpacked text has more than the allowed ${maxBytes} bytes.`, {
          maxBytes,
        });
      yield chunk;
    }
  };
}

async function isUtf8(file: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(file)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** NUL never stands in a table, and other control characters in more than a few places mean that this is no text. */
async function refuseControlCharacters(file: string) {
  let position = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const nul = chunk.indexOf(0);
    if (nul >= 0) throw notText(`a zero byte at position ${(position + nul).toLocaleString("en")}`);
    if (position === 0) {
      const controls = chunk.filter(
        (byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13,
      );
      if (controls.length > chunk.length * 0.02) throw notText("many control characters");
    }
    position += chunk.length;
  }
}

function notText(found: string) {
  return new DomainError(
    "csv_binary",
    `This file is not text: it holds ${found}. Upload a CSV file (comma-separated text, .csv or .csv.gz).`,
    { found },
  );
}

function empty() {
  return new DomainError(
    "csv_empty",
    "The file is empty. Upload a CSV file with a header line and at least 10 rows.",
  );
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
