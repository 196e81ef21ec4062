import { readSession } from "#server/auth/session.ts";
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
      const session = await readSession(installation, token, null);
      if (session?.changeForced)
        io.note(
          "The password was chosen by somebody else. Sign in to the portal and change it there; until then commands refuse.",
        );
      else if (session?.mustChangePassword) io.note("The password was generated. Change it in the portal.");
      io.out({ as: email, signedInUntil: expiresAt.toISOString() });
      return 0;
    });
  },
};
