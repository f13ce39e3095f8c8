// Routes and procedures run as they are; only the session and the services come from the test (see visit.ts).
import { vi } from "vitest";

vi.mock("server-only", () => ({}));
vi.mock("@/server/session", async () => {
  const { openProject } = await import("@pipepilot/domain/project/open");
  const { DomainError } = await import("@pipepilot/domain/errors");
  const { visit } = await import("./visit");
  return {
    currentContext: async () => visit.visitor,
    currentProject: async (slug: string) => {
      if (!visit.visitor) throw new DomainError("unauthenticated", "Sign in first.");
      return openProject(visit.visitor, slug);
    },
  };
});
vi.mock("@/server/database", async () => {
  const { visit } = await import("./visit");
  return { services: async () => visit.services };
});
