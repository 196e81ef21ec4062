import { createServer } from "node:net";
import { bound } from "./listen.ts";

/**
 * Whether the machine has the address. A port that is taken may be our own listener's, which sources share. Throws SourceTrouble
 * "port-taken".
 */
export async function isOurs({ address }: { readonly address: string }): Promise<void> {
  const server = createServer();
  await bound(server, address, 0);
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
