import type { NumberColumn, TextColumn } from "./compare-schema";

/** The numbers of a text as columns and curves carry them; undefined where there is nothing. */
export function readNumbers(text: string): (number | undefined)[] {
  return text.split(",").map((part) => (part === "" ? undefined : Number(part)));
}

/** The other way round: NaN, infinities and -0 are kept. */
export function writeNumbers(values: readonly (number | undefined)[]): string {
  return values
    .map((value) => (value === undefined ? "" : Object.is(value, -0) ? "-0" : String(value)))
    .join();
}

/** The value of each of `count` runs. */
export function numbersOf(column: NumberColumn, count: number): (number | undefined)[] {
  const values = readNumbers(column.values);
  return Array.from({ length: count }, (_, run) => values[run]);
}

/** The text of each of `count` runs. */
export function textsOf(column: TextColumn, count: number): (string | undefined)[] {
  const texts = new Array<string | undefined>(count).fill(undefined);
  column.places.split(";").forEach((places, index) => {
    for (const place of readNumbers(places))
      if (place !== undefined && place < count) texts[place] = column.values[index];
  });
  return texts;
}
