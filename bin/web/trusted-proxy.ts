import { BlockList, isIP } from "node:net";

/** Answers whether an address is one of the operator's own proxies. */
export type IsTrusted = (address: string) => boolean;

/** The addresses and networks of GALLRA_TRUSTED_PROXY, as `readEnv` has checked them. */
export function trustedProxies(entries: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const four = isIP(address) === 4;
    list.addSubnet(address, bits === undefined ? (four ? 32 : 128) : Number(bits), four ? "ipv4" : "ipv6");
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}

/**
 * Who is really there. A proxy appends the address it saw, so that the list is read from its end: the first that is no proxy of
 * ours is the client; what stands before it, the client may have written. `forwarded` is asked only when the socket is a proxy's.
 */
export function clientAddress(socket: string, forwarded: string | undefined, isTrusted: IsTrusted): string {
  let seen = plainAddress(socket) ?? "";
  if (!isTrusted(seen)) return seen;
  for (const entry of (forwarded ?? "").slice(-1_000).split(",").reverse()) {
    const address = plainAddress(entry);
    if (address === null) return seen;
    seen = address;
    if (!isTrusted(seen)) return seen;
  }
  return seen;
}

/** An address without port, brackets and the IPv6 spelling of IPv4; null for what is none. */
export function plainAddress(text: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text.trim())?.[1] ?? text.trim();
  const address = isIP(bare) !== 0 ? bare : (/^([\d.]+):\d+$/.exec(bare)?.[1] ?? "");
  if (isIP(address) === 0) return null;
  return /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
}
