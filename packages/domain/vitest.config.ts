import { sharedVitest } from "../tooling/vitest.shared";

export default sharedVitest({ test: { globalSetup: ["../db/src/test-server.ts"] } });
