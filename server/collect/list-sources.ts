import { type Tx, withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { nameOf, type Product, PRODUCTS } from "../domain/codes.ts";
import { type SecurityLabel, SOURCE_PROBLEMS, type SourceProblem, TRANSPORTS } from "../sources/index.ts";
import { edgeNames } from "../store/edges.ts";
import { listLeases } from "../store/leases.ts";
import { type RecentAmount, recentAmounts } from "../store/source-figures.ts";
import { listCredentials } from "../store/source-credentials.ts";
import { listSources as readSources, type SourceRow } from "../store/sources.ts";

/** A source as its page and `gallra source list` show it. */
export interface SourceView extends Omit<SourceRow, "product" | "companyId" | "removedAt" | "stateReason"> {
  readonly product: Product | null;
  /** What hinders it; null while all is well, or while it is stopped. */
  readonly problem: SourceProblem | null;
  /** What a running one refused of late while it took everything else; null where there is nothing. */
  readonly warning: SourceProblem | null;
  /** What to do about either, in a sentence. */
  readonly advice: string | null;
  /** Whether a collector holds it at this moment, and which one. */
  readonly heldBy: string | null;
  /** The edge that runs it; null = here. */
  readonly edge: { readonly name: string; readonly isRevoked: boolean } | null;
  /** Names of the credentials that are set. */
  readonly credentials: readonly string[];
  readonly label: SecurityLabel;
  /** Of the last 24 hours. */
  readonly day: RecentAmount;
}

const DAY_MS = 86_400_000;
const NOTHING: RecentAmount = { records: 0, undefinedLines: 0 };

/** The company's sources by name. */
export async function listSources(ctx: CompanyContext): Promise<SourceView[]> {
  authoriseCompany(ctx, "source.see");
  const { id: companyId } = ctx.company;
  const { rows, edges, leases, credentials, amounts } = await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => ({
      ...(await sourcesAndEdges(tx, companyId)),
      leases: await listLeases(tx, companyId),
      amounts: await recentAmounts(tx, companyId, new Date(ctx.clock().getTime() - DAY_MS)),
      credentials: Map.groupBy(await listCredentials(tx, companyId), (one) => one.sourceId),
    }),
    { readOnly: true },
  );
  const holders = new Map(leases.map((lease) => [lease.sourceId, lease.live ? lease.holder : null]));
  return rows.map(({ companyId: _, removedAt: __, product, stateReason, ...row }) => ({
    ...row,
    product: nameOf(PRODUCTS, product) ?? null,
    ...whatIsTold(row.state, stateReason),
    heldBy: holders.get(row.id) ?? null,
    credentials: credentials.get(row.id)?.map(({ name }) => name) ?? [],
    edge: row.edgeId === null ? null : (edges.get(row.edgeId) ?? null),
    label: labelOf(row),
    day: amounts.get(row.id) ?? NOTHING,
  }));
}

async function sourcesAndEdges(tx: Tx, companyId: number) {
  const rows = await readSources(tx, companyId);
  const ids = new Set(rows.flatMap(({ edgeId }) => (edgeId === null ? [] : [edgeId])));
  const named = ids.size === 0 ? [] : await edgeNames(tx, companyId, [...ids]);
  return { rows, edges: new Map(named.map(({ id, name, isRevoked }) => [id, { name, isRevoked }])) };
}

/** Of settings that this release cannot read nothing is promised. */
function labelOf({ transport, settings }: Pick<SourceRow, "transport" | "settings">): SecurityLabel {
  const found = TRANSPORTS.find(({ id }) => id === transport);
  const read = found?.settings.safeParse(settings);
  if (found === undefined || read?.success !== true) return { encrypted: false, authenticated: false, mayLose: true };
  return found.label(read.data);
}

function whatIsTold(
  state: SourceRow["state"],
  reason: string | null,
): Pick<SourceView, "problem" | "warning" | "advice"> {
  const told = state === "failed" || (state === "running" && reason !== null) ? problemOf(reason) : null;
  return {
    problem: state === "failed" ? told : null,
    warning: state === "running" ? told : null,
    advice: told === null ? null : SOURCE_PROBLEMS[told],
  };
}

function problemOf(reason: string | null): SourceProblem {
  return reason !== null && reason in SOURCE_PROBLEMS ? (reason as SourceProblem) : "read-failed";
}
