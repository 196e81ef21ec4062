import { readFileSync } from "node:fs";
import { loadSecrets, verifyStatement } from "#server/keyring/index.ts";
import { readEnv } from "#server/env.ts";
import { AppError } from "#server/domain/app-error.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** Checks a certificate offline: needs no server, no home and no network. */
export const command: Command = {
  name: "certificate",
  usage: "verify [--key FILE] FILE",
  summary: "checks an erasure certificate offline, against the key of this home or the one named with --key (JWK)",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, { key: { type: "string" } });
    const [word, file, ...more] = positionals;
    if (word !== "verify" || file === undefined || more.length > 0)
      throw new UsageError("Say: certificate verify FILE.");
    const jws = jwsOf(read(file));
    const pinned = await keyOf(values.key);
    try {
      const { payload } = await verifyStatement(jws, pinned);
      io.out({ valid: true, keyPinned: pinned !== undefined, statement: payload });
      if (pinned === undefined)
        io.note(
          "The signature fits the key inside the certificate. Pin the installation's own key with --key to know who signed.",
        );
      return 0;
    } catch {
      io.out({ valid: false, keyPinned: pinned !== undefined });
      io.note("This certificate was changed after it was signed, or signed with another key.");
      return 1;
    }
  },
};

/** The key named, else that of the installation in this home, if there is one. */
async function keyOf(file: string | undefined) {
  if (file !== undefined) return JSON.parse(read(file)) as Record<string, unknown>;
  try {
    return (await loadSecrets(readEnv().home)).signing.publicJwk;
  } catch {
    return undefined;
  }
}

/** A file holds the compact JWS alone, or the JSON that `gallra erase` and the portal write. */
function jwsOf(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return trimmed;
  try {
    const { jws } = JSON.parse(trimmed) as { jws?: unknown };
    if (typeof jws === "string") return jws;
  } catch {
    // Falls through to the one message that helps.
  }
  throw new AppError("bad-input", "This file holds no certificate: expected a compact JWS or JSON with a field jws.");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new AppError("bad-input", "The file cannot be read. Check its name and that this user may read it.", {
      cause,
    });
  }
}
