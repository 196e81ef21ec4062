import { isIP } from "node:net";
import { liesIn, unmapped } from "../machine/networks.ts";

/**
 * Who really sends. A proxy appends the address it saw, so that the list is read from its end: the first that is no proxy of the
 * operator's is the sender; what stands before it, the sender may have written. Asked only when the socket is a proxy's.
 */
export function senderOf(socket: string, forwarded: string, proxies: readonly string[]): string {
  let seen = unmapped(socket);
  if (!liesIn(seen, proxies)) return seen;
  for (const entry of forwarded.slice(-1_000).split(",").reverse()) {
    const address = unmapped(bare(entry.trim()));
    if (isIP(address) === 0) return seen;
    seen = address;
    if (!liesIn(seen, proxies)) return seen;
  }
  return seen;
}

/** Without brackets and port. */
function bare(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}
