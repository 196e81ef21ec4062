import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadSecrets, type VerifiedStatement, verifyLedger, verifyStatement } from "#server/keyring/index.ts";
import { readIdentifier } from "#server/domain/identifier.ts";
import { readEnv } from "#server/env.ts";
import { AppError } from "#server/domain/app-error.ts";
import { commitTo } from "#server/privacy/erase/commitment.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const OPTIONS = {
  key: { type: "string" },
  number: { type: "string" },
  ssn: { type: "string" },
  nonce: { type: "string" },
  country: { type: "string", default: "SE" },
  ledger: { type: "string" },
} as const;

/** Checks a certificate offline: needs no server and no network, and of a home only what is named. */
export const command: Command = {
  name: "certificate",
  usage: "verify [--key FILE] [--ledger FOLDER] [(--number - | --ssn -) --nonce (NONCE | -) [--country SE]] FILE",
  summary: "checks an erasure certificate offline: signature, key, ledger, and whom it is about by number and nonce",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, OPTIONS);
    const [word, file, ...more] = positionals;
    if (word !== "verify" || file === undefined || more.length > 0)
      throw new UsageError("Say: certificate verify FILE.");
    const jws = jwsOf(read(file));
    const { jwk: pinned, home } = await keyOf(values.key);
    const verified = await verifyStatement(jws, pinned).catch(() => null);
    // The same key signs manifests, protocols and heads of audits: none of them is a certificate.
    if (verified === null || verified.payload["kind"] !== "erasure") {
      io.out({ valid: false, keyPinned: pinned !== undefined });
      io.note("This is no certificate of erasure, or it was changed after it was signed, or signed with another key.");
      return 1;
    }
    const person = await personOf(values, verified, io);
    const ledger = await ledgerOf(values.ledger ?? home, verified, pinned);
    io.out({
      valid: true,
      keyPinned: pinned !== undefined,
      key: verified.kid,
      ...(person === null ? {} : { person }),
      ...(ledger === null ? {} : { ledger }),
      statement: verified.payload,
    });
    if (pinned === undefined)
      io.note(
        "The signature fits the key inside the certificate. Pin the installation's own key with --key to know who signed.",
      );
    return person === false || ledger === false ? 1 : 0;
  },
};

interface Asked {
  readonly number?: string | undefined;
  readonly ssn?: string | undefined;
  readonly nonce?: string | undefined;
  readonly country: string;
}

/** Whether the certificate is about whom the nonce and the number say; null when nobody was named. */
async function personOf(asked: Asked, { payload }: VerifiedStatement, io: Io): Promise<boolean | null> {
  const { number, ssn, nonce, country } = asked;
  const given = number ?? ssn;
  if (given === undefined && nonce === undefined) return null;
  if (given === undefined || nonce === undefined || (number !== undefined && ssn !== undefined))
    throw new UsageError("To check the person say both: --number - (or --ssn -) and --nonce.");
  const typed = given === "-" || nonce === "-" ? (await io.stdin()).split("\n") : [];
  if (given !== "-")
    io.note("Warning: a number given as an argument stays in the shell's history. Use - and standard input.");
  const text = given === "-" ? (typed.shift() ?? "") : given;
  const secret = (nonce === "-" ? (typed.shift() ?? "") : nonce).trim();
  const site = { country, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const { canonical } = readIdentifier(text.trim(), number === undefined ? "ssn" : "phone", site, new Date());
  if (canonical === null) throw new AppError("bad-input", "This is no number that a certificate could be about.");
  const { values = [] } = (payload["commitment"] ?? {}) as { values?: readonly string[] };
  return values.includes(commitTo(secret, canonical));
}

/** Whether the ledger holds the very entry that the certificate names; null where there is none to look into. */
async function ledgerOf(
  folder: string | null,
  { payload }: VerifiedStatement,
  publicJwk: Record<string, unknown> | undefined,
): Promise<boolean | null> {
  const { sequence = null, hash = null } = (payload["ledger"] ?? {}) as {
    sequence?: number | null;
    hash?: string | null;
  };
  if (folder === null || sequence === null || hash === null || sequence === 0) return null;
  const { ok } = await verifyLedger(folder, { publicJwk, knownHead: { seq: sequence, hash } });
  return ok;
}

/** The key named, else that of the installation in this home, if there is one; its ledger lies beside. */
async function keyOf(file: string | undefined) {
  if (file !== undefined) return { jwk: JSON.parse(read(file)) as Record<string, unknown>, home: null };
  const { home } = readEnv();
  try {
    const jwk = (await loadSecrets(home)).signing.publicJwk as Record<string, unknown>;
    const ledger = join(home, "ledger");
    return { jwk, home: existsSync(ledger) ? ledger : null };
  } catch {
    return { jwk: undefined, home: null };
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
