/** What a browser shows by itself, by the end of the name. */
const PICTURES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  svg: "image/svg+xml; charset=utf-8",
};
const PAGES = new Set(["html", "htm"]);
const TABLES: Readonly<Record<string, string>> = { csv: ",", tsv: "\t" };
/** No text, whatever the bytes say: nobody reads them. */
const BINARY =
  /\.(pkl|pickle|joblib|bin|pt|pth|onnx|h5|hdf5|keras|npy|npz|zip|gz|tgz|bz2|xz|zst|tar|whl|so|dll|pdf|mp4|mp3|wav|xlsx?|safetensors|gguf|tflite|pb|msgpack|arrow|feather|avro)$/i;

/** Larger ones are downloaded. */
export const MOST_SHOWN_BYTES = 32 * 1024 ** 2;

export type ArtifactKind =
  | { kind: "picture" }
  | { kind: "page" }
  | { kind: "rows" }
  | { kind: "table"; delimiter: string }
  | { kind: "json" }
  | { kind: "markdown" }
  | { kind: "text" }
  | { kind: "binary" };

const ending = (path: string) => /\.([a-z0-9]+)$/.exec(path.toLowerCase())?.[1] ?? "";

/** How a file is shown, by its name; what has no telling name may be text, such as MLmodel. */
export function artifactKind(path: string): ArtifactKind {
  const end = ending(path);
  if (Object.hasOwn(PICTURES, end)) return { kind: "picture" };
  if (PAGES.has(end)) return { kind: "page" };
  if (Object.hasOwn(TABLES, end)) return { kind: "table", delimiter: TABLES[end] };
  if (end === "parquet") return { kind: "rows" };
  if (end === "json" || end === "geojson") return { kind: "json" };
  if (end === "md") return { kind: "markdown" };
  return { kind: BINARY.test(path) ? "binary" : "text" };
}

/** The type to send a picture or a page with; null for what is not shown by the browser itself. */
export function shownAs(path: string): string | null {
  const end = ending(path);
  if (PAGES.has(end)) return "text/html; charset=utf-8";
  return Object.hasOwn(PICTURES, end) ? PICTURES[end] : null;
}
