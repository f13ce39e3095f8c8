import type { Context } from "@pipepilot/domain/context";
import type { TestServices } from "@pipepilot/domain/testing";

/** Who asks, and on which services: what a session and the process's environment say in the product. */
export const visit: { services: TestServices | null; visitor: Context | null } = {
  services: null,
  visitor: null,
};
