import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { once } from "node:events";
import { prepareServiceUser, type ServiceUser } from "./service-user";
import { findBinaries } from "./binaries";
import { freePort } from "./free-port";

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; made on first start. */
  dataDir: string;
  /** A file of mode 0600 that keeps the generated password. */
  passwordFile: string;
  /** Default: a free one, chosen at each start. */
  port?: number;
  /** Extra `-c name=value` settings. */
  settings?: Record<string, string>;
  onLog?: (line: string) => void;
  /** Keeps a terminal's Ctrl-C from it: who started it ends it, after those who use it. */
  ownGroup?: boolean;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the cluster really lives (under /var/lib when root started us in a directory others cannot pass). */
  readonly dataDir: string;
  /** Resolves when the server process ends, for whatever reason. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stop(): Promise<void>;
}

/** Sized for one machine that also runs everything else; all processes together idle under 900 MB. */
const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "80",
  shared_buffers: "64MB",
  max_wal_size: "512MB",
  jit: "off",
  log_min_messages: "warning",
  timezone: "UTC",
};

/**
 * Starts a real PostgreSQL from npm's prebuilt binaries on 127.0.0.1, initialising the cluster when there is none.
 * PostgreSQL refuses to run as root: there, it runs as the system user `postgres`, created when missing.
 * @throws Error with the server's own last lines when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = userInfo().uid === 0 ? await prepareServiceUser() : null;
  const { binaries, dataDir } = await placeFor(options, user);
  const password = await ensureCluster(dataDir, options.passwordFile, binaries.initdb, user);
  await stopLeftover(dataDir);
  const port = options.port ?? (await freePort());
  const settings = Object.entries({ ...SETTINGS, ...options.settings });
  const child = spawn(
    binaries.postgres,
    ["-D", dataDir, "-p", String(port), ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...user?.ids,
      cwd: dataDir,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, LC_ALL: "C" },
      detached: options.ownGroup ?? false,
    },
  );
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  await untilReady(child, port, exited, options.onLog);
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  return {
    url,
    port,
    pid: child.pid as number,
    dataDir,
    exited,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing waits for clients.
      child.kill("SIGINT");
      await exited;
    },
  };
}

/** Where a cluster asked for at `dataDir` really lives. */
export async function locateCluster(dataDir: string): Promise<string> {
  const user = userInfo().uid === 0 ? await prepareServiceUser() : null;
  return (await placeFor({ dataDir }, user)).dataDir;
}

async function placeFor(options: Pick<EmbeddedPostgresOptions, "dataDir">, user: ServiceUser | null) {
  const binaries = await findBinaries();
  if (!user) return { binaries, dataDir: options.dataDir };
  return user.place(options.dataDir, binaries);
}

async function ensureCluster(
  dataDir: string,
  passwordFile: string,
  initdb: string,
  user: ServiceUser | null,
) {
  const known = await readFile(passwordFile, "utf8").catch(() => null);
  const complete = await readFile(path.join(dataDir, ".initialised")).catch(() => null);
  if (known && complete) return known.trim();
  // A first start that was killed half-way leaves a cluster nobody has used: begin again.
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (user) await chown(dataDir, user.ids.uid, user.ids.gid);
  const password = randomBytes(24).toString("hex");
  const handover = path.join(path.dirname(dataDir), `.pgpass-${randomBytes(6).toString("hex")}`);
  await writeFile(handover, `${password}\n`, { mode: 0o600 });
  if (user) await chown(handover, user.ids.uid, user.ids.gid);
  try {
    await run(
      initdb,
      [
        `--pgdata=${dataDir}`,
        "--auth=scram-sha-256",
        "--username=postgres",
        `--pwfile=${handover}`,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
      ],
      { ...user?.ids, cwd: dataDir },
    );
  } finally {
    await rm(handover, { force: true });
  }
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await writeFile(path.join(dataDir, ".initialised"), "");
  return password;
}

async function run(command: string, args: string[], options: { uid?: number; gid?: number; cwd: string }) {
  const child = spawn(command, args, {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${path.basename(command)} failed (exit code ${code}): ${output.trim()}`);
}

/**
 * A server whose supervisor was killed may still hold the data directory; end it by the id it wrote down. After a crash
 * that id may belong to another program by now, which PostgreSQL would take for a server.
 */
async function stopLeftover(dataDir: string) {
  const file = path.join(dataDir, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  const pid = Number(text?.split("\n")[0]);
  if (!pid) return;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (commandLine !== "" && !commandLine.includes("postgres")) return rm(file);
  if (!commandLine.includes(dataDir)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 50)
    await new Promise((r) => setTimeout(r, 50));
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilReady(
  child: ChildProcess,
  port: number,
  exited: Promise<unknown>,
  onLog: ((line: string) => void) | undefined,
) {
  const lines: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => {
    for (const line of chunk.toString().split("\n").filter(Boolean)) {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      onLog?.(line);
    }
  });
  let ended = false;
  void exited.then(() => (ended = true));
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (ended) throw new Error(`PostgreSQL did not start:\n${lines.join("\n")}`);
    if (await accepts(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill("SIGKILL");
  throw new Error(`PostgreSQL did not accept connections within 60 s:\n${lines.join("\n")}`);
}

/** Asks as `pg_isready` does: a startup packet answered with an authentication request means ready. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    const done = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once("error", () => done(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => {
      const body = Buffer.from("\0\x03\0\0user\0postgres\0database\0postgres\0\0", "latin1");
      const length = Buffer.alloc(4);
      length.writeInt32BE(body.length + 4);
      socket.write(Buffer.concat([length, body]));
    });
    socket.once("data", (data) => done(data[0] === 0x52)); // 'R': authentication request
  });
}
