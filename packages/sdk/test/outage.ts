import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Door {
  readonly url: string;
  /** From now on nobody gets in, and who is in is thrown out. */
  shut(): void;
  open(): void;
  /** Resolves at the next try to get in while it is shut. */
  knocked(): Promise<void>;
  close(): void;
}

/** A way to a server that can be away for a while. */
export async function startDoor(target: string): Promise<Door> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isShut = false;
  let onKnock: (() => void)[] = [];
  const server = createServer((inside) => {
    if (isShut) {
      inside.destroy();
      for (const resolve of onKnock) resolve();
      onKnock = [];
      return;
    }
    const outside = connect(Number(port), hostname);
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ]) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut() {
      isShut = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      isShut = false;
    },
    knocked: () => new Promise((resolve) => onKnock.push(resolve)),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
