import { hash, sign, verify, type KeyObject } from "node:crypto";
import type { SigningKey } from "../secrets.ts";

/** A watermark as the ledger keeps it: HMACs as 32 hex digits, never a number. */
export interface LedgerMark {
  readonly class: number;
  readonly normaliser: number;
  readonly hash: string;
  readonly last8: string | null;
}

/** What is about to be destroyed. Ids only: subject ids in hex, slice ids, box ids, inbox key ids. */
export type LedgerDraft =
  | { readonly kind: "subjects"; readonly companyId: number; readonly ids: readonly string[] }
  | { readonly kind: "slices"; readonly companyId: number; readonly ids: readonly number[] }
  | {
      readonly kind: "watermark";
      readonly companyId: number;
      readonly ids: readonly LedgerMark[];
      readonly before: string;
      readonly until: string;
    }
  /** All subjects whose last day was before `until`: the days stand in the rows, so that no list is needed. */
  | { readonly kind: "expiry"; readonly companyId: number; readonly ids: readonly []; readonly until: string }
  | { readonly kind: "company"; readonly companyId: number; readonly ids: readonly [] }
  | { readonly kind: "box"; readonly companyId: number; readonly ids: readonly string[] }
  | { readonly kind: "inbox"; readonly companyId: 0; readonly ids: readonly string[] }
  /** A root key is given up: its id and that of the one which takes over. A generation ends with it. */
  | {
      readonly kind: "root";
      readonly companyId: 0;
      readonly ids: readonly [old: string, next: string];
      readonly generation: number;
    };

export type LedgerEntry = LedgerDraft & {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: string;
  /** `hash` of the entry before; "" for the first. */
  readonly prev: string;
  /** SHA-256 over everything before it in the line, base64url. */
  readonly hash: string;
  /** Ed25519 over the hash, base64url. */
  readonly sig: string;
};

export interface LedgerHead {
  readonly seq: number;
  readonly hash: string;
}

/** One line of the ledger, without the line break. */
export function writeEntry(
  signing: SigningKey,
  head: LedgerHead,
  at: Date,
  draft: LedgerDraft,
): { line: string; head: LedgerHead } {
  const { kind, companyId, ...rest } = draft;
  const body = JSON.stringify({ seq: head.seq + 1, at: at.toISOString(), kind, companyId, ...rest, prev: head.hash });
  const digest = digestOf(body);
  const line = `${body.slice(0, -1)},"hash":"${digest}","sig":"${signHead(signing, head.seq + 1, digest)}"}`;
  return { line, head: { seq: head.seq + 1, hash: digest } };
}

/** The entry of a line, or why it is none. The hash covers the very text, so that nothing can hide between the fields. */
export function readEntry(line: string, publicKey: KeyObject | null): LedgerEntry | string {
  const cut = line.lastIndexOf(',"hash":"');
  if (cut < 0) return "is not an entry";
  let entry: LedgerEntry;
  try {
    entry = JSON.parse(line) as LedgerEntry;
  } catch {
    return "is not an entry";
  }
  if (!Number.isSafeInteger(entry.seq) || typeof entry.prev !== "string") return "is not an entry";
  if (line.slice(cut) !== `,"hash":"${entry.hash}","sig":"${entry.sig}"}`) return "is not an entry";
  if (digestOf(`${line.slice(0, cut)}}`) !== entry.hash) return "was changed";
  if (publicKey !== null && !headSignedBy(publicKey, entry.seq, entry.hash, entry.sig))
    return "is not signed by this installation";
  return entry;
}

export function signHead(signing: SigningKey, seq: number, digest: string): string {
  return sign(null, Buffer.from(`gallra ledger ${seq} ${digest}`), signing.privateKey).toString("base64url");
}

export function headSignedBy(publicKey: KeyObject, seq: number, digest: string, sig: string): boolean {
  return verify(null, Buffer.from(`gallra ledger ${seq} ${digest}`), publicKey, Buffer.from(sig, "base64url"));
}

function digestOf(body: string): string {
  return hash("sha256", body, "base64url");
}
