import { nextTurn } from "./task";

/** Multiplications between two turns of the event loop: some five milliseconds. */
const WORK_BETWEEN_TURNS = 5e6;

/** Lets the event loop turn whenever enough work was done since it last did. Throws the signal's reason when aborted. */
export type Breathe = (work: number) => Promise<void> | undefined;

/** `await` only what it answers, so that small pieces of work wait for nothing. */
export function breather(signal?: AbortSignal): Breathe {
  let done = 0;
  return (work) => {
    done += work;
    if (done < WORK_BETWEEN_TURNS) return undefined;
    done = 0;
    return nextTurn().then(() => signal?.throwIfAborted());
  };
}
