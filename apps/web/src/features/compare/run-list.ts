import { MOST_COMPARED_RUNS, SHORT_ID_DIGITS } from "@pipepilot/domain/run/compare-schema";

/** Up to this many runs an address has their ids whole; of more it has the beginnings, packed. */
const MOST_WHOLE = 40;
const PACKED = "~";
const WHOLE = /^[0-9a-f]{32}$/;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Two characters of the alphabet are three hexadecimal digits. */
const PACKED_LENGTH = (SHORT_ID_DIGITS / 3) * 2;

/**
 * Runs as they stand in an address: ids with commas between them, or of many the first 12 digits of each as 8 characters.
 * 500 runs are 4 kB so, which every server and proxy takes. Another of a million runs begins like one of these once in half a
 * million links; it is compared then too.
 */
export function writeRuns(ids: readonly string[]): string {
  if (ids.length <= MOST_WHOLE && ids.every((id) => WHOLE.test(id))) return ids.join(",");
  return PACKED + ids.map((id) => pack(id.slice(0, SHORT_ID_DIGITS))).join("");
}

/** What such a text names, each once; whatever makes no sense in it is as if it were not there. */
export function parseRuns(text: string | null): string[] {
  const ids = text?.startsWith(PACKED)
    ? Array.from({ length: Math.floor((text.length - 1) / PACKED_LENGTH) }, (_, index) =>
        unpack(text.slice(1 + index * PACKED_LENGTH, 1 + (index + 1) * PACKED_LENGTH)),
      )
    : (text ?? "").split(",").map((id) => (WHOLE.test(id) ? id : undefined));
  return [...new Set(ids.filter((id) => id !== undefined))].slice(0, MOST_COMPARED_RUNS);
}

function pack(digits: string): string {
  return digits.replace(/.{3}/g, (three) => {
    const bits = parseInt(three, 16);
    return ALPHABET[bits >> 6] + ALPHABET[bits & 63];
  });
}

function unpack(packed: string): string | undefined {
  let digits = "";
  for (let at = 0; at < packed.length; at += 2) {
    const [high, low] = [ALPHABET.indexOf(packed[at]), ALPHABET.indexOf(packed[at + 1])];
    if (high < 0 || low < 0) return undefined;
    digits += ((high << 6) | low).toString(16).padStart(3, "0");
  }
  return digits;
}
