import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

/**
 * Settings every package's tests share; a package adds only what differs. Modules are read once for all files of a
 * process: a test that changes what outlives it (environment, mocks) puts it back.
 */
export function sharedVitest(own: ViteUserConfig = {}): ViteUserConfig {
  return mergeConfig(
    defineConfig({
      test: {
        include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
        pool: "forks",
        isolate: false,
        testTimeout: 120_000,
        hookTimeout: 180_000,
        // What is polled for comes at once on an idle machine; on a busy one its second may be over before it could.
        expect: { poll: { timeout: 30_000 } },
        passWithNoTests: false,
      },
    }),
    own,
  );
}
