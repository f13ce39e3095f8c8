import { markup, type Markup } from "./markup";
import { dashOf, SERIES } from "./svg-marks";

export type Cell = string | Markup;

/** A table whose first column names its rows; on narrow screens it scrolls by itself. */
export function dataTable(
  caption: string,
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...cells]) =>
      markup`<tr><th scope="row">${first}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`,
  )}</tbody></table></div>`;
}

/** A picture, what it means, and the same as a table to open. */
export function figure(heading: string, drawn: Markup, meaning: Cell, table: Markup): Markup {
  return markup`<figure class="card"><h3>${heading}</h3>${drawn}<figcaption>${meaning}</figcaption>
<details><summary>${heading} as a table</summary>${table}</details></figure>`;
}

/** The names of a picture's lines. */
export function legend(names: readonly string[]): Markup | null {
  if (names.length < 2) return null;
  return markup`<ul class="legend">${names.map(
    (name, at) =>
      markup`<li><svg viewBox="0 0 22 8" aria-hidden="true"><path class="line s${at % SERIES}" stroke-dasharray="${dashOf(at)}" d="M1 4H21"/></svg>${name}</li>`,
  )}</ul>`;
}

/** The head of a column of bars, said but not shown. */
export const BAR = markup`<span class="said">As a bar</span>`;

/** A share of the longest, drawn as a bar. */
export function barCell(value: number, most: number): Markup {
  const share = most > 0 && value > 0 ? Math.min(100, (value / most) * 100) : 0;
  return markup`<span class="bar" style="width:${share.toFixed(1)}%"></span>`;
}

/** Every n-th index, so that a long list has at most about `limit` rows as a table; the last one is among them. */
export function everyFew(length: number, limit: number): number[] {
  const stride = Math.max(1, Math.ceil((length - 1) / (limit - 1)));
  return Array.from({ length }, (_, index) => index).filter(
    (index) => index % stride === 0 || index === length - 1,
  );
}
