import { createTestServices, type TestServices } from "@pipepilot/domain/testing";

/** Services over a database of their own, and the environment that the web server reads when it starts. */
export async function createWebServices(): Promise<TestServices> {
  const services = await createTestServices();
  process.env.AUTH_SECRET = "x".repeat(48);
  process.env.PIPEPILOT_INTERNAL_SECRET = "y".repeat(48);
  process.env.PIPEPILOT_INFERENCE_URL = "http://127.0.0.1:9";
  process.env.DATABASE_URL = services.url;
  return services;
}
