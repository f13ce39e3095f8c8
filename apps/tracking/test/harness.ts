import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApiKey } from "@pipepilot/domain/api-key/create";
import type { Scope } from "@pipepilot/domain/api-key/schema";
import type { ProjectContext } from "@pipepilot/domain/context";
import { createTestProject, createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { buildApp } from "../src/app";

export interface Answer {
  readonly status: number;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a client without types sees
}

export interface TestTracking {
  readonly url: string;
  readonly services: TestServices;
  readonly ctx: ProjectContext;
  readonly key: string;
  /** A call of MLflow's API under /api/2.0/mlflow/ with the project's key. */
  get(path: string, query?: Record<string, string | readonly string[]>, key?: string): Promise<Answer>;
  post(path: string, body?: unknown, key?: string): Promise<Answer>;
  ask(method: string, path: string, key: string, body?: string): Promise<Answer>;
  /** Another key of a project. */
  keyFor(ctx: ProjectContext, scopes: Scope[]): Promise<{ key: string }>;
  /** Another project, and a key of it. */
  stranger(scopes?: Scope[]): Promise<{ ctx: ProjectContext; key: string }>;
  close(): Promise<void>;
}

/** The service listening on a port of its own, before pages that say what they were asked. */
export async function startTracking(): Promise<TestTracking> {
  const services = await createTestServices();
  const behind = await startPages();
  const app = buildApp(services, { pagesUrl: behind.url, logLevel: "error" });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const keyFor = (ctx: ProjectContext, scopes: Scope[]) =>
    createApiKey({ ctx, input: { name: "Python", scopes } });
  const stranger = async (scopes: Scope[] = ["track"]) => {
    const ctx = await createTestProject(services);
    return { ctx, key: (await keyFor(ctx, scopes)).key };
  };
  const { ctx, key } = await stranger();
  const ask = async (method: string, path: string, key: string, body?: string): Promise<Answer> => {
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    url,
    services,
    ctx,
    key,
    ask,
    keyFor,
    stranger,
    get: (path, query = {}, own = key) => ask("GET", `${path}?${queryText(query)}`, own),
    post: (path, body = {}, own = key) => ask("POST", path, own, JSON.stringify(body)),
    async close() {
      await app.close();
      behind.server.closeAllConnections();
      behind.server.close();
      await services.close();
    },
  };
}

function queryText(query: Record<string, string | readonly string[]>): string {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
  ).toString();
}

async function startPages(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      const body = Buffer.concat(chunks).toString();
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ method, url, headers, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
