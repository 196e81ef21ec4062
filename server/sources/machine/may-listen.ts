import { SourceTrouble } from "../problem.ts";
import type { Machine } from "./machine.ts";
import { unmapped } from "./networks.ts";

/**
 * Asked before every bind. What the operator allowed for every address of a family (0.0.0.0 or ::) covers each of them. Throws
 * SourceTrouble "port-refused".
 */
export async function mayListen(machine: Machine, address: string, port: number): Promise<void> {
  const wanted = plain(address);
  const every = wanted.includes(":") ? "::" : "0.0.0.0";
  const isAllowed = (await machine.ports()).some(
    (one) =>
      one.kind === "address" &&
      (plain(one.address) === wanted || plain(one.address) === every) &&
      one.from <= port &&
      port <= one.to,
  );
  if (!isAllowed) throw new SourceTrouble("port-refused");
}

/** `::1` has many spellings; the URL parser knows the one. */
function plain(address: string): string {
  const known = unmapped(address.toLowerCase());
  return known.includes(":") && URL.canParse(`http://[${known}]`)
    ? new URL(`http://[${known}]`).hostname.slice(1, -1)
    : known;
}
