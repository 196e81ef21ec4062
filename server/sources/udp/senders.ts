import { BlockList, isIP } from "node:net";
import { isNetwork, unmapped } from "../machine/networks.ts";

/** Addresses and networks as a person writes them in one field: with commas, blanks or lines between them. */
export function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((one) => one !== "");
}

export function areNetworks(text: string): boolean {
  const list = listOf(text);
  return list.length <= MOST_NETWORKS && list.every(isNetwork);
}

const MOST_NETWORKS = 500;
const MOST_KNOWN = 4_096;

/** Whether packets of an address are awaited. Asked for every packet, so that what was asked before is kept, in bounds. */
export function senderList(text: string): (address: string) => boolean {
  const list = new BlockList();
  for (const network of listOf(text).filter(isNetwork)) {
    const [net = "", bits] = network.split("/");
    const type = isIP(net) === 4 ? "ipv4" : "ipv6";
    list.addSubnet(net, bits === undefined ? (type === "ipv4" ? 32 : 128) : Number(bits), type);
  }
  const known = new Map<string, boolean>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    // `fe80::1%eth0` is an address of one cable: without the cable's name it is the address.
    const plain = unmapped(address.replace(/%.*$/, ""));
    const is = isIP(plain) > 0 && list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
    known.set(address, is);
    return is;
  };
}
