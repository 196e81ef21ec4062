import { signIn } from "#server/auth/sign-in.ts";
import { keepCliToken } from "../acting/cli-token.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs, required } from "../command.ts";

export const command: Command = {
  name: "sign-in",
  usage: "--as EMAIL   (the password on standard input)",
  summary: "lets this machine act for a person in commands with --as",
  async run(args, io) {
    const { values } = parseArgs(args, { as: { type: "string" } });
    const email = required(values.as, "as");
    const password = await io.stdin();
    return await withInstallation(["web"], async (installation) => {
      const { token, expiresAt } = await signIn(installation, { email, password }, { address: null, via: "cli" });
      keepCliToken(installation.env.home, email, token);
      io.out({ as: email, signedInUntil: expiresAt.toISOString() });
      return 0;
    });
  },
};
