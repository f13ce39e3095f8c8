/**
 * A key as filters and order_by write it after the dot: bare where it can stand bare, else in quotes. One that holds every
 * kind of quote is written in pieces without space between them, which MLflow itself cannot write.
 */
export function quoteKey(key: string): string {
  return BARE.test(key) ? key : pieces(key, ["`", '"', "'"]);
}

/** A text value as filters write it; one that holds both kinds of quotes is written in pieces, as with keys. */
export function quoteText(text: string): string {
  return pieces(text, ["'", '"']);
}

const BARE = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

function pieces(text: string, quotes: readonly string[]): string {
  const written: string[] = [];
  for (let rest = text; rest !== "" || written.length === 0;) {
    const [quote, end] = longest(rest, quotes);
    written.push(quote + rest.slice(0, end) + quote);
    rest = rest.slice(end);
  }
  return written.join("");
}

/** The quote that can hold most of the text, and how much that is. */
function longest(text: string, quotes: readonly string[]): [string, number] {
  const reaches = quotes.map((quote): [string, number] => {
    const end = text.indexOf(quote);
    return [quote, end === -1 ? text.length : end];
  });
  return reaches.reduce((best, each) => (each[1] > best[1] ? each : best));
}
