import path from "node:path";

/** Loaded before every program of ours with `node --import`; bundled, it lies in a folder beside the entry point. */
export const LEASH = path.join(import.meta.dirname, "up/leash.js");
