import { sharedVitest } from "../tooling/vitest.shared";

// Its tests share no state: modules are read once for all files.
export default sharedVitest({ test: { isolate: false } });
