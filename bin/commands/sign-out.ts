import { rmSync } from "node:fs";
import { closeSession } from "#server/auth/close-session.ts";
import { cliTokenFile, readCliToken } from "../acting/cli-token.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs, required } from "../command.ts";

export const command: Command = {
  name: "sign-out",
  usage: "--as EMAIL",
  summary: "ends what sign-in began on this machine",
  async run(args, io) {
    const { values } = parseArgs(args, { as: { type: "string" } });
    const email = required(values.as, "as");
    return await withInstallation(["web"], async (installation) => {
      const { home } = installation.env;
      const token = readCliToken(home, email);
      if (token !== null) {
        await closeSession(installation, token, null);
      }
      rmSync(cliTokenFile(home, email), { force: true });
      io.out({ as: email, signedOut: token !== null });
      return 0;
    });
  },
};
