/** A long name with its middle left out: names of one family differ at their ends. Whoever shows it has the whole in a title. */
export function shortLabel(text: string, most = 40): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (most - 1 - head)).join("")}`;
}

/** Width of a text at 11.5 px, estimated on the generous side: too much room is better than a cut label. */
export const textWidth = (text: string) => text.length * 6.3 + 3;
