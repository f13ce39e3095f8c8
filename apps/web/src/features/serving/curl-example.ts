type Cell = string | number | boolean | null;

interface Call {
  /** Where the inference service answers. */
  url: string;
  /** Null asks the key's default model. */
  model: string | null;
  /** Columns of one row with their values. */
  row: Readonly<Record<string, Cell>>;
}

/** A call as it can be pasted into a shell, once `PIPEPILOT_API_KEY` is set there. */
export function curlExample({ url, model, row }: Call): string {
  const path = model === null ? "/invocations" : `/models/${encodeURIComponent(model)}/invocations`;
  const body = { dataframe_split: { columns: Object.keys(row), data: [Object.values(row)] } };
  return [
    `curl -X POST ${quote(url.replace(/\/+$/, "") + path)}`,
    `-H "Authorization: Bearer $PIPEPILOT_API_KEY"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quote(JSON.stringify(body))}`,
  ].join(" \\\n  ");
}

/** Single quotes keep everything as it is in every POSIX shell; plain addresses need none. */
function quote(text: string): string {
  return /^[\w:/.%-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
