import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { type EdgeRow, listEdges as readEdges, sourcesOfEdges } from "../store/edges.ts";
import { ListEdgesInput } from "./edge-input.ts";
import { type EdgeState, stateOf } from "./edge-state.ts";

export interface EdgeView
  extends Pick<
    EdgeRow,
    | "id"
    | "name"
    | "invitedAt"
    | "enrolledAt"
    | "revokedAt"
    | "lastContactAt"
    | "release"
    | "clockOffsetMs"
    | "diskFreeBytes"
    | "waitingSegments"
    | "waitingBytes"
    | "oldestWaiting"
    | "keysUntil"
    | "isFull"
    | "refused"
    | "refusedAt"
  > {
  readonly state: EdgeState;
  /** Until when its code can be used; null once it is spent, guessed at too often, or past. */
  readonly codeEndsAt: Date | null;
  readonly sources: readonly { readonly id: number; readonly name: string; readonly state: string }[];
}

export interface EdgePage {
  readonly edges: readonly EdgeView[];
  readonly next: { readonly revoked: boolean; readonly name: string; readonly id: string } | null;
}

const PAGE = 25;

/** The company's edges, those at work first. */
export async function listEdges(ctx: CompanyContext, input: ListEdgesInput = {}): Promise<EdgePage> {
  authoriseCompany(ctx, "source.see");
  const { after } = ListEdgesInput.parse(input);
  const { id: companyId } = ctx.company;
  const { rows, sources } = await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      const found = await readEdges(tx, companyId, { after, limit: PAGE + 1 });
      const ids = found.map(({ id }) => id);
      return { rows: found, sources: Map.groupBy(await sourcesOfEdges(tx, companyId, ids), (one) => one.edgeId) };
    },
    { readOnly: true },
  );
  const now = ctx.clock();
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    edges: shown.map((row) => viewOf(row, sources.get(row.id) ?? [], now)),
    next: last === undefined ? null : { revoked: last.revokedAt !== null, name: last.name, id: last.id },
  };
}

/** Named one by one: no hash and no key leaves the server. */
function viewOf(row: EdgeRow, sources: EdgeView["sources"], now: Date): EdgeView {
  const { id, name, invitedAt, enrolledAt, revokedAt, lastContactAt, release, clockOffsetMs, diskFreeBytes } = row;
  const { waitingSegments, waitingBytes, oldestWaiting, keysUntil, isFull, refused, refusedAt } = row;
  const isOpen = row.codeHash !== null && row.codeEndsAt !== null && row.codeEndsAt > now;
  return {
    ...{ id, name, invitedAt, enrolledAt, revokedAt, lastContactAt, release, clockOffsetMs, diskFreeBytes },
    ...{ waitingSegments, waitingBytes, oldestWaiting, keysUntil, isFull, refused, refusedAt },
    state: stateOf(row, now),
    codeEndsAt: isOpen ? row.codeEndsAt : null,
    sources: sources.map((one) => ({ id: one.id, name: one.name, state: one.state })),
  };
}
