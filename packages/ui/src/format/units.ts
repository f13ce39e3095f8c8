import { formatInteger, formatSignificant, numberFormat, unusual } from "./number";

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in decimal units: `1400000` is `1.4 MB`. */
export function formatBytes(bytes: number | null | undefined): string {
  const special = unusual(bytes);
  if (special) return special;
  let value = Math.abs(bytes!);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const text = numberFormat({ maximumFractionDigits: digits }).format(value);
  return `${bytes! < 0 ? "-" : ""}${text} ${BYTE_UNITS[unit]}`;
}

/** A duration given in milliseconds: `0.31 ms`, `412 ms`, `2.1 s`, `1 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number | null | undefined): string {
  const special = unusual(milliseconds);
  if (special) return special;
  if (milliseconds! < 0) return `-${formatDuration(-milliseconds!)}`;
  const ms = milliseconds!;
  if (ms === 0) return "0 s";
  if (ms < 0.01) return `${formatSignificant(ms * 1000, 2)} µs`;
  if (ms < 10) return `${formatSignificant(ms, 2)} ms`;
  if (ms < 999.5) return `${formatInteger(ms)} ms`;
  if (ms < 9_950)
    return `${numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return twoUnits(Math.floor(hours / 24), "d", hours % 24, "h");
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0
    ? `${formatInteger(large)} ${largeUnit}`
    : `${formatInteger(large)} ${largeUnit} ${small} ${smallUnit}`;
}
