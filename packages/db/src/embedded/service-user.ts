import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, chown, cp, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Binaries } from "./binaries";

const execute = promisify(execFile);
const NAME = "postgres";

export interface ServiceUser {
  readonly ids: { uid: number; gid: number };
  /** Where this user can reach the data and the binaries: here if every parent lets it pass, else under /var/lib. */
  place(dataDir: string, binaries: Binaries): Promise<{ binaries: Binaries; dataDir: string }>;
}

/** The unprivileged user that PostgreSQL runs as when we are root; created when missing. */
export async function prepareServiceUser(): Promise<ServiceUser> {
  const ids = (await lookUp()) ?? (await create());
  return {
    ids,
    async place(dataDir, binaries) {
      const parent = path.dirname(dataDir);
      await mkdir(parent, { recursive: true, mode: 0o700 });
      // A private directory stays private: only this user's group may pass through it, nobody may list it.
      await chown(parent, 0, ids.gid);
      await chmod(parent, 0o710);
      if ((await lets(ids.gid, parent)) && (await lets(ids.gid, path.dirname(binaries.postgres))))
        return { binaries, dataDir };
      const home = path.join(
        "/var/lib/pipepilot",
        createHash("sha256").update(dataDir).digest("hex").slice(0, 12),
      );
      const nativeDir = path.join(home, "native");
      await mkdir(home, { recursive: true, mode: 0o755 });
      await chmod(path.dirname(home), 0o755);
      if (
        !(await access(path.join(nativeDir, ".complete")).then(
          () => true,
          () => false,
        ))
      ) {
        await cp(binaries.nativeDir, nativeDir, { recursive: true, verbatimSymlinks: true });
        await mkdir(path.join(nativeDir, ".complete"));
      }
      return {
        dataDir: path.join(home, "data"),
        binaries: {
          nativeDir,
          postgres: path.join(nativeDir, "bin/postgres"),
          initdb: path.join(nativeDir, "bin/initdb"),
        },
      };
    },
  };
}

async function lookUp() {
  try {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => execute("id", [flag, NAME])));
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function create() {
  await execute("groupadd", ["--system", NAME]).catch(() => undefined);
  await execute("useradd", [
    "--system",
    "--gid",
    NAME,
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    NAME,
  ]);
  const ids = await lookUp();
  if (!ids)
    throw new Error(
      "PostgreSQL does not run as root, and the user `postgres` could not be created. Set DATABASE_URL, or start as another user.",
    );
  return ids;
}

/** True when every directory up to the root may be passed by the group or by others. */
async function lets(group: number, directory: string): Promise<boolean> {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    const { mode, gid } = await stat(at);
    if ((mode & (gid === group ? 0o010 : 0o001)) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
