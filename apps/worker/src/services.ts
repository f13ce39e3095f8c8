import { createDatabase } from "@pipepilot/db";
import type { Services } from "@pipepilot/domain";
import { createObjectStore } from "@pipepilot/storage";

export interface ServiceSettings {
  readonly DATABASE_URL: string;
  readonly OBJECT_STORE?: string | undefined;
}

/** Opens what verbs work on. The database connects at the first use. */
export async function openServices(
  settings: ServiceSettings,
  options: { poolSize?: number } = {},
): Promise<Services> {
  const store = await createObjectStore(settings.OBJECT_STORE);
  return { db: createDatabase({ url: settings.DATABASE_URL, poolSize: options.poolSize }), store };
}
