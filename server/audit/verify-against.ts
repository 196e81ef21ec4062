import type { Sql } from "#db/clients.ts";
import type { ChainVerdict } from "./chain/verdict.ts";
import type { KeptHeads } from "./heads/read-heads.ts";
import { verifyChain, type VerifyChainOptions } from "./verify-chain.ts";

/** What a verification found: the chain, and the file of signed heads beside it. */
export interface AuditVerdict extends ChainVerdict {
  /** Heads that are kept, and where their file itself is not whole; null when it is. */
  readonly kept: number;
  readonly headsProblem: KeptHeads["problem"];
}

/**
 * Verifies the audit of one company (0: the installation's) against heads that were read before. A chain that fits heads which
 * somebody has been at proves nothing, and so is not said to be unbroken.
 */
export async function verifyAgainst(
  sql: Sql,
  companyId: number,
  kept: KeptHeads,
  options: Omit<VerifyChainOptions, "heads">,
): Promise<AuditVerdict> {
  const chain = await verifyChain(sql, companyId, { ...options, heads: kept.heads });
  return { ...chain, ok: chain.ok && kept.problem === null, kept: kept.heads.length, headsProblem: kept.problem };
}
