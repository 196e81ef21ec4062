import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { SourceTrouble } from "../problem.ts";
import type { Machine } from "./machine.ts";
import { type Asking, Names } from "./names.ts";
import { isAllowed } from "./networks.ts";

export interface Peer {
  readonly host: string;
  readonly port: number;
}

const CONNECT_MS = 10_000;
const names = new Names();

/**
 * The one way in which a source connects to anything. The name is resolved here, the address looked at, and that very address
 * connected to, so that a name that changes its mind in between leads nowhere. Throws SourceTrouble.
 */
export async function reach(
  machine: Machine,
  peer: Peer,
  { timeoutMs = CONNECT_MS, signal }: { timeoutMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Socket> {
  const address = await allowedAddress(machine, peer.host, { timeoutMs, signal });
  // A name may take longer to be resolved than whoever asked has waited.
  if (signal?.aborted === true) throw new SourceTrouble("unreachable", signal.reason);
  return await new Promise<Socket>((resolve, reject) => {
    const socket = connect({ host: address, port: peer.port, keepAlive: true, noDelay: true });
    const fail = (problem: "unreachable" | "timed-out", cause?: unknown) => {
      socket.destroy();
      reject(new SourceTrouble(problem, cause));
    };
    const timer = setTimeout(() => fail("timed-out"), timeoutMs);
    const end = () => fail("unreachable", signal?.reason);
    signal?.addEventListener("abort", end, { once: true });
    socket.once("error", (cause: NodeJS.ErrnoException) =>
      fail(cause.code === "ETIMEDOUT" ? "timed-out" : "unreachable", cause),
    );
    socket.once("connect", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      socket.removeAllListeners("error");
      // Until somebody reads: a connection that is reset meanwhile must not end the process.
      socket.on("error", () => undefined);
      resolve(socket);
    });
    socket.once("close", () => clearTimeout(timer));
  });
}

/** The address behind a name, if sources of the company may connect to it. Throws SourceTrouble. */
export async function allowedAddress(
  machine: Machine,
  host: string,
  asking: Asking = { timeoutMs: CONNECT_MS },
): Promise<string> {
  const networks = await machine.networks();
  // Whoever may connect nowhere has no name looked up either: a question to the name servers tells things too.
  if (networks.length === 0) throw new SourceTrouble("network-refused");
  const found = await names.find((await machine.owner?.()) ?? "", host, asking);
  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
  const allowed = found.find((address) => isAllowed(address, networks, own));
  if (allowed === undefined) throw new SourceTrouble("network-refused");
  return allowed;
}
