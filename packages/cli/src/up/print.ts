import type { Demo } from "./setup";

const wide = (text: string) => text.padEnd(26);
const seconds = (value: number) => `${value.toFixed(1).padStart(6)} s`;

export function printPhase(phase: string, took: number, detail?: string): void {
  process.stdout.write(`  ${wide(phase)}${seconds(took)}${detail ? `   ${detail}` : ""}\n`);
}

export async function timed<T>(
  phase: string,
  work: () => Promise<T>,
  detail?: (result: T) => string,
): Promise<T> {
  const started = performance.now();
  const result = await work();
  printPhase(phase, (performance.now() - started) / 1000, detail?.(result));
  return result;
}

export function printReady(urls: { webUrl: string; inferenceUrl: string }, demo: Demo | null): void {
  const out = [``, `  Web        ${urls.webUrl}`, `  Inference  ${urls.inferenceUrl}`];
  if (demo)
    out.push(
      `  Sign in    ${demo.email}  /  ${demo.password}`,
      ``,
      `  Ask the model in Production:`,
      ``,
      demo.curl,
      ``,
    );
  out.push(`  Ctrl-C ends everything.`, ``);
  process.stdout.write(out.join("\n"));
}
