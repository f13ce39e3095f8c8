import "server-only";
import { createDatabase } from "@pipepilot/db";
import type { Services } from "@pipepilot/domain/context";
import { createObjectStore } from "@pipepilot/storage";
import { env } from "./env";

const globals = globalThis as { pipepilotServices?: Promise<Services> };

/** One database pool and one store per process, also across development reloads. */
export function services(): Promise<Services> {
  globals.pipepilotServices ??= open();
  return globals.pipepilotServices;
}

async function open(): Promise<Services> {
  const { DATABASE_URL, OBJECT_STORE } = env();
  return { db: createDatabase({ url: DATABASE_URL }), store: await createObjectStore(OBJECT_STORE) };
}
