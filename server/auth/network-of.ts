import { isIP } from "node:net";

/**
 * Whom an address counts for when guesses are counted: one line has one IPv4 address, and of IPv6 a whole network of 64 bits, of
 * which it can take another address for every guess.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (isIP(bare) !== 6) return address;
  const [before = "", after = ""] = bare.toLowerCase().split("::");
  const head = groupsOf(before);
  const tail = groupsOf(after);
  const between = bare.includes("::") ? new Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0") : [];
  const network = [...head, ...between, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** A dotted end stands for two groups; it lies in the half that is not looked at, or beside nothing but zeros. */
function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
}
