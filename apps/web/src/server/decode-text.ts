/** A percent-encoded text as it was meant; null where it is no such text. */
export function decodeText(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
