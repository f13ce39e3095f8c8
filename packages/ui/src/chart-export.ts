import { resolveColors } from "./theme-colors";

export type Cell = string | number | null | undefined;

/** Rows as CSV (RFC 4180); texts that a spreadsheet would run as a formula are quoted with an apostrophe. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * A drawing on the page as a file of its own: colours resolved, background and font included, and what lies in a layer
 * beneath it; a legend, as SVG text, stands under it.
 */
export function standaloneSvg(
  svg: SVGSVGElement,
  beneath?: SVGSVGElement | null,
  legend = { svg: "", height: 0 },
): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  if (beneath) copy.prepend(...beneath.cloneNode(true).childNodes);
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height + legend.height));
  copy.setAttribute("viewBox", `0 0 ${width} ${height + legend.height}`);
  copy.setAttribute("font-family", "Inter, system-ui, sans-serif");
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  const background = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "var(--panel)" })) {
    background.setAttribute(name, value);
  }
  copy.prepend(background);
  const below = `<g transform="translate(0 ${height})">${legend.svg}</g></svg>`;
  const drawn = new XMLSerializer().serializeToString(copy);
  return resolveColors(legend.svg ? drawn.replace(/<\/svg>$/, below) : drawn, svg);
}

/** Draws an SVG text at twice its size. */
export async function svgToPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvasToPng(canvas);
}

/** The picture on a canvas, on a background if one is given. */
export function canvasToPng(canvas: HTMLCanvasElement, background?: string): Promise<Blob> {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d")!;
  if (background) {
    context.fillStyle = background;
    context.fillRect(0, 0, copy.width, copy.height);
  }
  context.drawImage(canvas, 0, 0);
  return new Promise((resolve, reject) =>
    copy.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The browser could not write the picture."))),
      "image/png",
    ),
  );
}
