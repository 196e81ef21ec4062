import { SourceTrouble } from "../problem.ts";
import type { Machine } from "./machine.ts";
import { plainAddress } from "./networks.ts";

/**
 * Asked before every bind. What the operator allowed for every address of a family (0.0.0.0 or ::) covers each of them. Throws
 * SourceTrouble "port-refused".
 */
export async function mayListen(machine: Machine, address: string, port: number): Promise<void> {
  const wanted = plainAddress(address);
  const every = wanted.includes(":") ? "::" : "0.0.0.0";
  const isAllowed = (await machine.ports()).some(
    (one) =>
      one.kind === "address" &&
      (plainAddress(one.address) === wanted || plainAddress(one.address) === every) &&
      one.from <= port &&
      port <= one.to,
  );
  if (!isAllowed) throw new SourceTrouble("port-refused");
}
