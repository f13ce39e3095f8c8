/** Heartbeats and silence grow old without anyone telling: only looking again shows it. */
export const LOOK_AGAIN_MS = 10_000;
