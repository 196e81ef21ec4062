import type { KnownHead } from "../chain/verifier.ts";
import type { verifyStatement } from "../../keyring/index.ts";
import { headLines } from "./heads-file.ts";
import { hashOfLine, readHead, verifyHead } from "./statement.ts";

export interface KeptHeads {
  readonly ofCompany: ReadonlyMap<number, readonly KnownHead[]>;
  readonly lines: number;
  /** Where the file of heads itself fails; heads after it are not trusted. */
  readonly problem: { readonly file: string; readonly n: number; readonly reason: string } | null;
}

type Jwk = Parameters<typeof verifyStatement>[1];

/**
 * The heads kept in a folder: each follows the one before it, and those of the companies asked for are signed by the key.
 * Without `companies` all are read.
 */
export async function readHeads(folder: string, key: Jwk, companies?: ReadonlySet<number>): Promise<KeptHeads> {
  const ofCompany = new Map<number, KnownHead[]>();
  let n = 0;
  let prev: string | null = null;
  for await (const { file, line } of headLines(folder)) {
    const claimed = readHead(line);
    const fail = (reason: string): KeptHeads => ({ ofCompany, lines: n, problem: { file, n: n + 1, reason } });
    if (claimed === null) return fail("is not a head");
    // Old months may have been moved away: the chain then begins where it begins.
    if (prev !== null && (claimed.n !== n + 1 || claimed.prev !== prev))
      return fail("does not follow the one before it");
    n = claimed.n;
    prev = hashOfLine(line);
    if (companies !== undefined && !companies.has(claimed.company)) continue;
    const head = await verifyHead(line, key);
    if (head === null) return { ...fail("is not signed by this installation"), lines: n - 1 };
    const known = ofCompany.get(head.company) ?? [];
    known.push({ seq: head.seq, hash: head.hash, day: head.day });
    ofCompany.set(head.company, known);
  }
  return { ofCompany, lines: n, problem: null };
}
