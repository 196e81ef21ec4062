import type { Keyring } from "../../keyring/index.ts";
import type { KnownHead } from "../chain/verifier.ts";
import { headLines } from "./heads-file.ts";
import { hashOfLine, readHead, verifyHead } from "./statement.ts";

/** Where a file of heads is not whole, and why; heads from there on are not trusted. */
export interface HeadsProblem {
  /** The number of the head that is wrong. */
  readonly n: number;
  readonly reason: "no-head" | "not-following" | "not-signed" | "cut-off";
}

export interface KeptHeads {
  readonly heads: readonly KnownHead[];
  readonly problem: HeadsProblem | null;
}

/** The heads of one company (0: the installation) kept in a folder: each follows the one before it, and the key signed it. */
export async function readHeads(
  folder: string,
  company: number,
  key: Keyring["signing"]["publicJwk"],
): Promise<KeptHeads> {
  const heads: KnownHead[] = [];
  let prev = "";
  for await (const line of headLines(folder, company)) {
    const n = heads.length + 1;
    const fail = (reason: HeadsProblem["reason"]): KeptHeads => ({ heads, problem: { n, reason } });
    const claimed = readHead(line);
    if (claimed === null) return fail("no-head");
    if (claimed.n !== n || claimed.prev !== prev) return fail("not-following");
    const head = await verifyHead(line, key);
    if (head === null || head.company !== company) return fail("not-signed");
    heads.push({ seq: head.seq, hash: head.hash, day: head.day });
    prev = hashOfLine(line);
  }
  return { heads, problem: null };
}
