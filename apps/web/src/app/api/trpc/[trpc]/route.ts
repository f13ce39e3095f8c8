import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { appRouter } from "@/server/routers";
import { createContext } from "@/server/trpc";

export const dynamic = "force-dynamic";

const handler = (request: Request) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext,
    // Questions too long for an address are posted.
    allowMethodOverride: true,
    onError({ error, path }) {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      process.stderr.write(
        `${JSON.stringify({ level: "error", at: "trpc", path, message: error.message, stack: error.stack })}\n`,
      );
    },
  });

export { handler as GET, handler as POST };
