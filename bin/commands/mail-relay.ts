import { dropRelay, SetRelayInput, setRelay, showRelay } from "#server/watch/index.ts";
import { asOperator } from "../acting/installation.ts";
import { type Command, parseArgs, required, UsageError } from "../command.ts";

/** Through which server the mails of the installation leave. */
export const command: Command = {
  name: "mail-relay",
  usage: [
    "show",
    "set --host HOST [--port N] [--security starttls|tls|none] [--user NAME] --sender ADDRESS [--portal https://HOST] [--pin FINGERPRINT]",
    "remove",
  ].join("\n"),
  summary: "says through which server mails leave; the password comes on standard input",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      host: { type: "string" },
      port: { type: "string" },
      security: { type: "string", default: "starttls" },
      user: { type: "string" },
      sender: { type: "string" },
      portal: { type: "string" },
      pin: { type: "string" },
    });
    const [word, ...more] = positionals;
    if (more.length > 0) throw said();
    switch (word) {
      case "show":
        return await asOperator(["web"], async (ctx) => {
          io.out((await showRelay(ctx)) ?? { host: null });
          return 0;
        });
      case "remove":
        return await asOperator(["web"], async (ctx) => {
          await dropRelay(ctx);
          io.out({ host: null });
          return 0;
        });
      case "set": {
        const input = SetRelayInput.parse({
          host: required(values.host, "host"),
          port: Number(values.port ?? (values.security === "tls" ? 465 : 587)),
          security: values.security,
          username: values.user ?? null,
          password: values.user === undefined ? null : (await io.stdin()).trim(),
          sender: required(values.sender, "sender"),
          portal: values.portal ?? null,
          pin: values.pin ?? null,
        });
        return await asOperator(["web"], async (ctx) => {
          await setRelay(ctx, input);
          io.out((await showRelay(ctx)) ?? { host: null });
          return 0;
        });
      }
      default:
        throw said();
    }
  },
};

function said(): UsageError {
  return new UsageError("Say mail-relay show, set or remove.");
}
