import { once } from "node:events";
import net from "node:net";
import { UsageError } from "./options";

/** @throws UsageError that names the port, its purpose and a way out that works right now */
export async function requirePort(host: string, port: number, flag: string, purpose: string): Promise<void> {
  if (await isFree(host, port)) return;
  const free = await nextFree(host, port + 1);
  throw new UsageError(
    `Port ${port} (${purpose}) is taken by another program. End it, or start with another one: npm start -- ${flag} ${free}`,
  );
}

async function nextFree(host: string, from: number): Promise<number> {
  for (let port = from; port < Math.min(from + 200, 65_536); port++)
    if (await isFree(host, port)) return port;
  return 0;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return false;
    if (code === "EACCES")
      throw new UsageError(`Port ${port} needs more rights than this user has. Choose one above 1023.`);
    if (code === "EADDRNOTAVAIL")
      throw new UsageError(`${host} is not an address of this machine. Use --host 127.0.0.1 or 0.0.0.0.`);
    throw error;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}
