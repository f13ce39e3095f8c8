const MAGIC: { bytes: number[]; kind: string; advice: string }[] = [
  {
    bytes: [0x50, 0x41, 0x52, 0x31, 0x15],
    kind: "a Parquet file",
    advice: "Export the table as CSV and upload that.",
  },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    kind: "a ZIP archive or an Excel workbook",
    advice: "Unpack it, or save the sheet as CSV, and upload the CSV file.",
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    kind: "an Excel workbook",
    advice: "Save the sheet as CSV and upload that.",
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: "a PNG image", advice: "Upload a CSV file." },
  { bytes: [0xff, 0xd8, 0xff], kind: "a JPEG image", advice: "Upload a CSV file." },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: "a PDF document", advice: "Upload the table behind it as CSV." },
  {
    bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f],
    kind: "a SQLite database",
    advice: "Export the table as CSV.",
  },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    kind: "a Zstandard archive",
    advice: "Unpack it, or pack it with gzip.",
  },
  {
    bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    kind: "an xz archive",
    advice: "Unpack it, or pack it with gzip.",
  },
];

/** What a file that is no text is, by its first bytes; null where they are not known. */
export function knownBinary(start: Uint8Array): { kind: string; advice: string } | null {
  return MAGIC.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte)) ?? null;
}

export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** The encoding that the first bytes show: by byte order mark, or UTF-16 by its zero bytes. Null: some 8-bit encoding. */
export function encodingByStart(start: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (let index = 0; index < start.length; index++) if (start[index] === 0) zeros[index % 2]++;
  const many = start.length * 0.3;
  if (start.length >= 4 && zeros[1] > many && zeros[0] === 0) return "utf-16le";
  if (start.length >= 4 && zeros[0] > many && zeros[1] === 0) return "utf-16be";
  return null;
}

/** True where the text begins like a document of another kind. */
export function looksLike(text: string): "HTML" | "XML" | "JSON" | null {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html")) return "HTML";
  if (start.startsWith("<?xml")) return "XML";
  if (/^(\{|\[)\s*["{[\]}]/.test(start)) return "JSON";
  return null;
}
