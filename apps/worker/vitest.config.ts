import { sharedVitest } from "../../packages/tooling/vitest.shared";

export default sharedVitest({ test: { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } });
