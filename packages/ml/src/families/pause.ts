/** Lets messages, timers and an abort through between two pieces of work. Throws the signal's reason when it was aborted. */
export async function pause(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
