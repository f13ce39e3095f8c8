import { sharedVitest } from "../../packages/tooling/vitest.shared";

export default sharedVitest({
  test: {
    globalSetup: ["../../packages/db/src/test-server.ts", "test/bundle.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
