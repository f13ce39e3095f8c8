import { sharedVitest } from "../tooling/vitest.shared";

export default sharedVitest();
