import { createPublicKey } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { JWK } from "jose";
import { headSignedBy, readEntry } from "./entry.ts";
import { ledgerFile } from "./ledger-file.ts";
import { firstLiving, segmentsBefore } from "./roll-ledger.ts";

export interface LedgerVerdict {
  readonly ok: boolean;
  /** Whole entries read, up to the first fault. */
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string };
  /** Where and why it fails; the line counts from 1. */
  readonly problem: { readonly line: number; readonly reason: string } | null;
}

export interface VerifyOptions {
  /** The public half of secrets/signing.jwk; without it the key that lies beside the ledger is taken. */
  readonly publicJwk?: JWK | undefined;
  /** What the keyring, or anybody outside, remembers of the ledger: an entry that must stand there. */
  readonly knownHead?: { readonly seq: number; readonly hash: string } | undefined;
  /** Reads the living file alone, not what was put aside after earlier generations: for a check that may take no time. */
  readonly livingOnly?: boolean | undefined;
}

/** Reads the whole ledger: every hash, every signature, the chain, and the heads kept elsewhere, which betray a cut end. */
export async function verifyLedger(dir: string, options: VerifyOptions = {}): Promise<LedgerVerdict> {
  const heads = [
    ...knownHeads(dir),
    ...(options.knownHead === undefined || options.knownHead.seq === 0 ? [] : [options.knownHead]),
  ];
  const awaited = new Map(heads.map((head) => [head.seq, head.hash]));
  let head = { seq: 0, hash: "" };
  const fail = (reason: string): LedgerVerdict => ({
    ok: false,
    entries: head.seq,
    head,
    problem: { line: head.seq + 1, reason },
  });
  if (existsSync(ledgerFile(dir))) {
    const jwk = options.publicJwk ?? readJwk(dir);
    if (jwk === null) return fail("public.jwk is missing and no key was named");
    const publicKey = createPublicKey({ key: jwk as Record<string, unknown>, format: "jwk" });
    const signedHead = readSignedHead(dir);
    if (signedHead !== null && !headSignedBy(publicKey, signedHead.seq, signedHead.hash, signedHead.sig))
      return fail("head.json is not signed by this installation");
    const first = firstLiving(dir);
    const files = [...(options.livingOnly === true ? [] : segmentsBefore(dir, first)), ledgerFile(dir)];
    for await (const line of linesOf(files)) {
      const entry = readEntry(line, publicKey);
      if (typeof entry === "string") return fail(`the entry ${entry}`);
      // What the living file follows upon was put aside; the root key it begins with was given up by then.
      if (options.livingOnly === true && head.seq === 0 && entry.kind === "root")
        head = { seq: entry.seq - 1, hash: entry.prev };
      if (entry.seq !== head.seq + 1)
        return fail(`entry ${head.seq + 1} is missing here, entry ${entry.seq} stands in its place`);
      if (entry.prev !== head.hash) return fail("the entry does not follow the one before it");
      head = { seq: entry.seq, hash: entry.hash };
      const known = awaited.get(head.seq);
      if (known !== undefined && known !== head.hash)
        return { ...fail("the entry is not the one that was known"), entries: head.seq - 1 };
    }
  }
  const last = Math.max(0, ...awaited.keys());
  if (last > head.seq) return fail(`the end is cut off: entry ${last} is known, the last one here is ${head.seq}`);
  return { ok: true, entries: head.seq, head, problem: null };
}

async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files)
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

function knownHeads(dir: string): { seq: number; hash: string }[] {
  const head = readSignedHead(dir);
  return head === null ? [] : [head];
}

function readSignedHead(dir: string): { seq: number; hash: string; sig: string } | null {
  const file = join(dir, "head.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { seq: number; hash: string; sig: string })
    : null;
}

function readJwk(dir: string): JWK | null {
  const file = join(dir, "public.jwk");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as JWK) : null;
}
