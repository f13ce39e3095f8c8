const mebibyte = 1024 * 1024;

/** One event, as JSON. */
export const maxEventBytes = 3 * mebibyte;
/** One POST to /e/<key>, however many events. */
export const maxEventBatchBytes = 16 * mebibyte;
/** What one call to the SDK may answer: a step's output. */
export const maxStepOutputBytes = 4 * mebibyte;
/** All memoised outputs of one run together; they travel with every call. */
export const maxRunStateBytes = 32 * mebibyte;
/** A call to the SDK that takes longer is counted as a failed attempt. */
export const maxStepDurationMs = 2 * 60 * 60 * 1000;
/** A wait or an invocation without a timeout ends after a year. */
export const maxWaitMs = 365 * 24 * 60 * 60 * 1000;
