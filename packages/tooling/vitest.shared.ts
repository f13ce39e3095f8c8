import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

/** Settings every package's tests share; a package adds only what differs. */
export function sharedVitest(own: ViteUserConfig = {}): ViteUserConfig {
  return mergeConfig(
    defineConfig({
      test: {
        include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
        pool: "forks",
        testTimeout: 30_000,
        hookTimeout: 60_000,
        passWithNoTests: false,
      },
    }),
    own,
  );
}
