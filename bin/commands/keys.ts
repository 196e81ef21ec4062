import { keyringStatus } from "#server/keyring/index.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** How the keyring stands; no key and no number is in the answer. */
export const command: Command = {
  name: "keys",
  usage: "status",
  summary: "shows which keys are in use, how far the ledger is, and what has not left the disk yet",
  async run(args, io) {
    const { positionals } = parseArgs(args, {});
    if (positionals.length !== 1 || positionals[0] !== "status") throw new UsageError("Say: keys status.");
    io.out(await withInstallation(["web"], ({ keyring }) => keyringStatus(keyring)));
    return 0;
  },
};
