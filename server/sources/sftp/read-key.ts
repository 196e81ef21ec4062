import { createPrivateKey } from "node:crypto";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import ssh2, { type ParsedKey } from "ssh2";
import type { Credentials } from "../credentials/credential.ts";
import { SourceTrouble } from "../problem.ts";
import { inTurn } from "../uploads/in-turn.ts";
import { openSshText } from "./open-ssh-text.ts";

/** More is not tried: OpenSSH writes 16 or 24, and whoever sets up a source may have written any number into the file. */
const MOST_ROUNDS = 100;
const OPEN_MS = 20_000;
/** One after the other, so that a key never has more than one processor. */
const turns = inTurn();

/**
 * The private key that a source signs in with. A passphrase is made slow to try on purpose, seconds in which nothing else would run:
 * that is done beside everything else, and in bounds. Throws SourceTrouble "no-credentials".
 */
export async function readKey({ privateKey, passphrase = "" }: Credentials): Promise<ParsedKey> {
  if (privateKey === undefined) throw new SourceTrouble("no-credentials");
  const text = `${privateKey.trim()}\n`;
  const rounds = passphrase === "" ? 0 : roundsIn(text);
  if (rounds > MOST_ROUNDS) throw new SourceTrouble("no-credentials");
  if (rounds === 0) return parsed(text, passphrase);
  const pem = await turns(() => openBeside(text, passphrase));
  if (pem === null) throw new SourceTrouble("no-credentials");
  const plain = createPrivateKey(pem);
  return parsed(plain.asymmetricKeyType === "ed25519" ? openSshText(plain) : pem, "");
}

function parsed(text: string, passphrase: string): ParsedKey {
  const read = ssh2.utils.parseKey(text, passphrase === "" ? undefined : passphrase);
  const first = Array.isArray(read) ? read[0] : read;
  if (first === undefined || first instanceof Error || !first.isPrivateKey()) throw new SourceTrouble("no-credentials");
  return first;
}

const MAGIC = Buffer.from("openssh-key-v1\0");

/** How often the passphrase of an OpenSSH key is to be hashed; 0 for one without, and for what is no such key. */
function roundsIn(text: string): number {
  const [, body = ""] = /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]*)-----END/.exec(text) ?? [];
  const bytes = Buffer.from(body, "base64");
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return 0;
  let at = MAGIC.length;
  const next = (): Buffer => {
    const end = at + 4 + (at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0);
    const field = bytes.subarray(at + 4, end);
    at = end;
    return field;
  };
  next();
  const [kind, options] = [next().toString("latin1"), next()];
  if (kind === "none") return 0;
  return options.length < 4 ? Number.POSITIVE_INFINITY : options.readUInt32BE(options.length - 4);
}

/** As text, so that nothing looks for a file of its own beside what was built of this one. */
const OPENING = `
  const { parentPort, workerData } = require("node:worker_threads");
  const read = require(workerData.library).utils.parseKey(workerData.text, workerData.passphrase);
  const key = Array.isArray(read) ? read[0] : read;
  parentPort.postMessage(key instanceof Error || key.isPrivateKey() !== true ? null : key.getPrivatePEM());
`;
const LIBRARY: string = "ssh2";

async function openBeside(text: string, passphrase: string): Promise<string | null> {
  const library = createRequire(import.meta.url).resolve(LIBRARY);
  const worker = new Worker(OPENING, { eval: true, env: {}, workerData: { library, text, passphrase } });
  try {
    return await new Promise<string | null>((resolve) => {
      setTimeout(resolve, OPEN_MS, null).unref();
      // What a library says of its failure may hold what it was given.
      worker.once("message", resolve).once("error", () => resolve(null));
      worker.once("exit", () => resolve(null));
    });
  } finally {
    await worker.terminate();
  }
}
