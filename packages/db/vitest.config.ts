import { sharedVitest } from "../tooling/vitest.shared";

export default sharedVitest({ test: { globalSetup: ["./src/test-server.ts"] } });
