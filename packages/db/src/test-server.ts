import { startOwnServer } from "./testing";

/** vitest `globalSetup`: one embedded PostgreSQL for all test files of a package, unless `TEST_DATABASE_URL` names one. */
export default async function startTestServer() {
  if (process.env.TEST_DATABASE_URL) return;
  const { server, end } = await startOwnServer();
  process.env.TEST_DATABASE_URL = server.url;
  return end;
}
