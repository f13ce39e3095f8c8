import { ridingOut } from "@pipepilot/domain";

/** What makes the set-up end in one clear line. */
export class SetupError extends Error {
  override readonly name = "SetupError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type Write = (line: object) => void;

/** One JSON line on stdout for the program that started this one. */
export function writeLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Runs a phase, which may be repeated, and reports its seconds. */
export async function phase<T>(
  write: Write,
  name: string,
  work: () => Promise<T>,
  detail: (result: T) => string = () => "",
): Promise<T> {
  const startedAt = Date.now();
  const result = await ridingOut(work);
  const text = detail(result);
  write({ phase: name, seconds: (Date.now() - startedAt) / 1000, ...(text && { detail: text }) });
  return result;
}
