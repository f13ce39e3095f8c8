import { sharedVitest } from "../../packages/tooling/vitest.shared";

/** The built product is started in these tests, so they run after the build, the files beside each other. */
export default sharedVitest({
  test: { include: ["*.test.ts"], maxWorkers: 2, testTimeout: 180_000, hookTimeout: 240_000 },
});
