import { sharedVitest } from "../../packages/tooling/vitest.shared";

export default sharedVitest({ test: { globalSetup: ["../../packages/db/src/test-server.ts"] } });
