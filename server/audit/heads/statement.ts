import { createHash } from "node:crypto";
import { z } from "zod";
import { type Keyring, signStatement, verifyStatement } from "../../keyring/index.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** What stands in a line of the heads: this entry of this company's audit had this hash at that moment. No personal data. */
export const HeadStatement = z.object({
  type: z.enum(["gallra/audit-head", "gallra/audit-checkpoint"]),
  /** From 1, in each company. */
  n: z.int().positive(),
  /** SHA-256 of the line before, base64url; "" for the first. */
  prev: z.string(),
  /** 0 is the installation's own audit. */
  company: z.int().min(0),
  /** The UTC day of `at`. */
  day: z.iso.date(),
  at: z.iso.datetime(),
  seq: z.int().min(0),
  hash: hex,
});
export type HeadStatement = z.infer<typeof HeadStatement>;

/** A head that is to be signed. A checkpoint is one before which the rows went by rule. */
export interface HeadDraft {
  readonly type: HeadStatement["type"];
  readonly company: number;
  readonly seq: number;
  readonly hash: string;
}

export interface FileEnd {
  readonly n: number;
  /** SHA-256 of the last line, base64url; "" before the first. */
  readonly prev: string;
}

export async function signHead(
  keyring: Keyring,
  draft: HeadDraft,
  end: FileEnd,
  at: Date,
): Promise<{ line: string; end: FileEnd }> {
  const { type, company, seq, hash } = draft;
  const n = end.n + 1;
  const day = at.toISOString().slice(0, 10);
  const statement: HeadStatement = { type, n, prev: end.prev, company, day, at: at.toISOString(), seq, hash };
  const line = await signStatement(keyring, statement);
  return { line, end: { n, prev: hashOfLine(line) } };
}

export function hashOfLine(line: string): string {
  return createHash("sha256").update(line).digest("base64url");
}

/** What a line says, its signature unchecked; null when it is no head. */
export function readHead(line: string): HeadStatement | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(line.split(".")[1] ?? "", "base64url").toString());
    return HeadStatement.safeParse(payload).data ?? null;
  } catch {
    return null;
  }
}

/** What a line says when this key signed it; null otherwise. Without a key the one in the line is taken. */
export async function verifyHead(
  line: string,
  key: Parameters<typeof verifyStatement>[1],
): Promise<HeadStatement | null> {
  try {
    return HeadStatement.safeParse((await verifyStatement(line, key)).payload).data ?? null;
  } catch {
    return null;
  }
}
