/** What is being answered may finish in this time; what is being uploaded can be sent again. */
const STOP_WITHIN_MS = 1_500;

/** Every open page holds a stream that never ends by itself, and the server waits for all its answers to end. */
export function endInTime(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref());
}
