import { defineConfig } from "vitest/config";
import { sharedVitest } from "../tooling/vitest.shared";

export default defineConfig(sharedVitest({ test: { environment: "jsdom", setupFiles: ["test/setup.ts"] } }));
