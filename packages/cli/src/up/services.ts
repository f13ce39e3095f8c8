import { appendFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { LEASH } from "./leash-file";
import type { UpOptions } from "./options";
import type { ServiceSpec } from "./service";
import type { Secrets } from "./secrets";

export interface Surroundings {
  readonly root: string;
  readonly options: UpOptions;
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  readonly postmasterFile: string | null;
}

export interface Addresses {
  readonly webUrl: string;
  readonly inferenceUrl: string;
}

export function addresses({ host, webPort, inferencePort }: UpOptions): Addresses {
  const name = host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return { webUrl: `http://${name}:${webPort}`, inferenceUrl: `http://${name}:${inferencePort}` };
}

/** What every process of ours is told; set `OBJECT_STORE` or `INNGEST_*` and they reach the same code unchanged. */
export function commonEnv({
  options,
  secrets,
  databaseUrl,
  postmasterFile,
}: Surroundings): NodeJS.ProcessEnv {
  const { webUrl, inferenceUrl } = addresses(options);
  return {
    ...process.env,
    NODE_ENV: options.dev ? "development" : "production",
    DATABASE_URL: databaseUrl,
    OBJECT_STORE: process.env.OBJECT_STORE ?? path.join(options.home, "objects"),
    AUTH_SECRET: process.env.AUTH_SECRET ?? secrets.authSecret,
    PIPEPILOT_INTERNAL_SECRET: process.env.PIPEPILOT_INTERNAL_SECRET ?? secrets.internalSecret,
    AUTH_TRUST_HOST: "true",
    NEXT_TELEMETRY_DISABLED: "1",
    // glibc keeps an arena per thread otherwise: measured 50 MB less in the worker after training.
    MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "2",
    PIPEPILOT_WEB_URL: process.env.PIPEPILOT_WEB_URL ?? webUrl,
    PIPEPILOT_INFERENCE_URL: process.env.PIPEPILOT_INFERENCE_URL ?? inferenceUrl,
    ...(postmasterFile ? { PIPEPILOT_POSTMASTER_FILE: postmasterFile } : {}),
  };
}

/** Pages, tracking before them, worker and inference, as they run here. */
export async function serviceSpecs(around: Surroundings): Promise<ServiceSpec[]> {
  const { root, options } = around;
  const env = commonEnv(around);
  const logs = path.join(options.home, "logs");
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const [workerPort, inngestPort, pagesPort] = [await freePort(), await freePort(), await freePort()];
  const local = options.host === "0.0.0.0" ? "127.0.0.1" : options.host === "::" ? "[::1]" : options.host;
  const spec = (
    name: string,
    app: string,
    script: string[],
    own: NodeJS.Dict<string>,
    readyUrl: string,
  ): ServiceSpec => ({
    name,
    command: [process.execPath, "--import", LEASH, ...script],
    cwd: path.join(root, "apps", app),
    env: { ...env, ...own },
    readyUrl,
    logFile: freshLog(path.join(logs, `${app}.log`)),
    echo: options.dev,
  });
  const tsxWatch = [
    path.join(root, "node_modules/tsx/dist/cli.mjs"),
    "watch",
    "--clear-screen=false",
    "src/server.ts",
  ];
  return [
    spec(
      "The inference service",
      "inference",
      // Requests die young: a larger nursery only holds more of the dead (measured 25 MB less, as many answers).
      options.dev ? tsxWatch : ["--max-semi-space-size=4", "dist/server.js"],
      { HOST: options.host, PORT: String(options.inferencePort) },
      `http://${local}:${options.inferencePort}/ping`,
    ),
    spec(
      "The worker",
      "worker",
      options.dev ? tsxWatch : ["dist/server.js"],
      { HOST: "127.0.0.1", PORT: String(workerPort), PIPEPILOT_EMBEDDED_INNGEST_PORT: String(inngestPort) },
      `http://127.0.0.1:${workerPort}/health`,
    ),
    spec(
      "The web server",
      "web",
      options.dev
        ? [
            path.join(root, "node_modules/next/dist/bin/next"),
            "dev",
            "-H",
            "127.0.0.1",
            "-p",
            String(pagesPort),
          ]
        : [path.join(root, "apps/web/.next/standalone/apps/web/server.js")],
      { HOSTNAME: "127.0.0.1", PORT: String(pagesPort) },
      `http://127.0.0.1:${pagesPort}/health`,
    ),
    spec(
      "The tracking server",
      "tracking",
      options.dev ? tsxWatch : ["dist/server.js"],
      {
        HOST: options.host,
        PORT: String(options.webPort),
        PIPEPILOT_PAGES_URL: `http://127.0.0.1:${pagesPort}`,
      },
      `http://${local}:${options.webPort}/health`,
    ),
  ];
}

function freshLog(file: string): string {
  appendFileSync(file, `--- ${new Date().toISOString()} start\n`, { mode: 0o600 });
  return file;
}
