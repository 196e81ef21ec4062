import { type Machine, machineOf } from "../../sources/index.ts";

/** Under what the operator allows networks to the installation itself. No company can be called so. */
export const INSTALLATION_PERMITS = "(installation)";

/** What the operator lets messages of a company, or of the installation, connect to. Asked before every connection. */
export function permitted(home: string, slug: string | null): Machine {
  return machineOf(home, async () => slug ?? INSTALLATION_PERMITS);
}
