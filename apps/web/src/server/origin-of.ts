import "server-only";
import { headers } from "next/headers";

/** Where the person who asks reaches the product, as their browser wrote it. */
export async function originOf(): Promise<string> {
  const asked = await headers();
  const host = asked.get("x-forwarded-host") ?? asked.get("host") ?? "localhost:5000";
  return `${asked.get("x-forwarded-proto") === "https" ? "https" : "http"}://${host}`;
}
