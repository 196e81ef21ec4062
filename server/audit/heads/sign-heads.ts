import { door, type Installation } from "../../context.ts";
import { auditedCompanies, auditRows, auditState, INSTALLATION, withAuditOf } from "../../store/index.ts";
import { appendHead, headsFolder, newestHead } from "./heads-file.ts";
import type { HeadStatement } from "./statement.ts";

export interface SignedHeads {
  /** Companies with a new head; 0 is the installation. */
  readonly signed: readonly number[];
  /** Companies whose audit no longer holds what was signed last: theirs is left as it was. */
  readonly refused: readonly number[];
  /** Companies that were closed: nothing new makes anybody look at theirs. */
  readonly closed: readonly number[];
}

export interface SignHeadsOptions {
  /** Only these; otherwise every company and the installation. */
  readonly companies?: readonly number[];
  /** Sign although a head of today stands there already. */
  readonly again?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Signs where each company's audit ends today, outside both clusters. Who has nothing new since the last head gets none. A
 * chain that lacks its last signed entry is not signed: that would bless what was cut or written anew.
 */
export async function signHeads(installation: Installation, options: SignHeadsOptions = {}): Promise<SignedHeads> {
  const folder = headsFolder(installation.env.home);
  const at = installation.clock();
  const today = at.toISOString().slice(0, 10);
  const signed: number[] = [];
  const refused: number[] = [];
  const everyone = options.companies === undefined ? await auditedCompanies(door(installation, "keeper")) : [];
  for (const company of options.companies ?? [INSTALLATION, ...everyone.map(({ id }) => id)]) {
    options.signal?.throwIfAborted();
    const last = newestHead(folder, company);
    if (last !== null && last.day >= today && options.again !== true) continue;
    const found = await headOf(installation, company, last);
    if (found === "lost") refused.push(company);
    if (found === "lost" || found === null || found.seq === last?.seq) continue;
    await appendHead(installation.keyring, folder, at, { type: "gallra/audit-head", company, ...found });
    signed.push(company);
  }
  for (const company of refused) installation.log.error("audit.head-refused", { company });
  return { signed, refused, closed: everyone.filter(({ closed }) => closed).map(({ id }) => id) };
}

async function headOf(
  installation: Installation,
  companyId: number,
  last: HeadStatement | null,
): Promise<{ seq: number; hash: string } | "lost" | null> {
  return await withAuditOf(door(installation, "web"), companyId, async (tx) => {
    const state = await auditState(tx, companyId);
    if (state === null || state.seq === 0) return last === null ? null : "lost";
    if (last !== null) {
      const [kept] = await auditRows(tx, companyId, last.seq - 1, 1);
      const same = kept?.seq === last.seq && kept.hash === last.hash;
      const purged = state.checkpoint !== null && state.checkpoint.seq >= last.seq;
      if (state.seq < last.seq || !(same || purged)) return "lost";
    }
    return { seq: state.seq, hash: state.hash };
  });
}
