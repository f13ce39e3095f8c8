import { defineConfig } from "vitest/config";
import { sharedVitest } from "../tooling/vitest.shared";

// Its tests share no state: modules are read, and a window is made, once for all files.
export default defineConfig(
  sharedVitest({ test: { isolate: false, environment: "jsdom", setupFiles: ["test/setup.ts"] } }),
);
