import { BlockList, isIP } from "node:net";

/** One address, or a network in CIDR notation, of IPv4 or IPv6. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/**
 * Whether an address lies in one of the networks. An IPv4 address in IPv6 clothes counts as what it is. What is no place on the
 * internet (loopback, link-local with the clouds' metadata, private, tunnels) is allowed by a network within that range only: who
 * allows 0.0.0.0/0 for a service in the cloud means the internet, not this machine and its neighbours. `own`: addresses of this
 * machine, which on the internet are allowed by their very address only: what is closed to the outside is open to itself.
 */
export function isAllowed(address: string, networks: readonly string[], own: readonly string[] = []): boolean {
  const plain = plainAddress(address);
  const family = isIP(plain);
  if (family === 0 || plain.includes("%")) return false;
  const ranges = SPECIAL.filter((range) => holds([range], plain));
  const special = ranges.length === 0 && own.includes(plain) ? [plain] : ranges;
  const meant = networks.filter(isNetwork).filter((network) => special.every((range) => isWithin(network, range)));
  return holds(meant, plain);
}

/** Whether an address lies in one of the networks, as they are written: for those who come to us. */
export function liesIn(address: string, networks: readonly string[]): boolean {
  const plain = plainAddress(address);
  return isIP(plain) > 0 && !plain.includes("%") && holds(networks.filter(isNetwork), plain);
}

/**
 * Ranges of the registries for special purposes (RFC 6890), those that lead to an IPv4 address inside of an IPv6 one, and Azure's
 * 168.63.129.16, which is a machine's own host wherever it is asked.
 */
const SPECIAL = [
  "168.63.129.16/32",
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
  ...[
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "2001::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
  ],
];

function holds(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const { base, bits, type } = parts(network);
    list.addSubnet(base, bits, type);
  }
  return list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

function isWithin(network: string, range: string): boolean {
  const [inner, outer] = [parts(network), parts(range)];
  return inner.type === outer.type && inner.bits >= outer.bits && holds([range], inner.base);
}

function parts(network: string): { base: string; bits: number; type: "ipv4" | "ipv6" } {
  const [base = "", bits] = network.split("/");
  const type = isIP(base) === 4 ? "ipv4" : "ipv6";
  return { base, bits: bits === undefined ? (type === "ipv4" ? 32 : 128) : Number(bits), type };
}

/** The one spelling of an address, to compare it by. */
export function plainAddress(address: string): string {
  return unmapped(spelled(address.toLowerCase()));
}

/** An IPv6 address has many spellings; the URL parser knows the one. */
function spelled(address: string): string {
  const url = `http://[${address}]`;
  return address.includes(":") && URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

/** `::ffff:10.0.0.1`, in either notation, is 10.0.0.1: a list of IPv4 networks must not be walked around. */
export function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}
