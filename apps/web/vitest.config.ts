import { sharedVitest } from "../../packages/tooling/vitest.shared";

export default sharedVitest({
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  test: { setupFiles: ["test/visit-setup.ts"] },
});
