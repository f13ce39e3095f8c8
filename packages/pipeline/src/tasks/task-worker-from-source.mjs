// Runs task-worker.ts as it is, for development and tests. `--import tsx` has no effect in a worker thread (Node 20).
import { register } from "tsx/esm/api";

register();
await import("./task-worker.ts");
