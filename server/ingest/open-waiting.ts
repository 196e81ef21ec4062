import { undefinedLinePlace } from "../domain/raw/index.ts";
import { openWithSlice } from "../keyring/index.ts";
import { waitingLegs, type WaitingLegRow, type WaitingPlace } from "../store/waiting-legs.ts";
import { contextOf, decodeFrame } from "./decode-frames.ts";
import type { DraftLeg } from "./draft.ts";
import { categoryIn, hushLeg } from "./hush.ts";
import type { IngestContext } from "./ingest-context.ts";
import type { SourceSettings } from "./source-settings.ts";
import { withCompany } from "#db/with-company.ts";

export interface OpenedLegs {
  /** In the order in which they were received. */
  readonly legs: readonly DraftLeg[];
  /** When each began to wait, by its id. */
  readonly since: ReadonlyMap<string, Date>;
  /** What the source's driver does not read as a leg any more, and why. */
  readonly unread: readonly { readonly leg: Pick<DraftLeg, "stored">; readonly reason: string }[];
}

/** Opens the legs that wait of these calls and reads them again with the driver of today. What does not open stays. */
export async function openWaiting(
  ctx: IngestContext,
  place: WaitingPlace,
  settings: SourceSettings,
  keys: readonly string[],
  limit: number,
): Promise<OpenedLegs> {
  const rows = await withCompany(ctx.sql, place.companyId, (tx) => waitingLegs(tx, place, keys, limit), {
    readOnly: true,
  });
  const legs: DraftLeg[] = [];
  const since = new Map<string, Date>();
  const unread: { leg: Pick<DraftLeg, "stored">; reason: string }[] = [];
  for (const row of rows) {
    const frame = await openRow(ctx, place.companyId, row);
    if (frame === null) continue;
    const { id, expiresOn: day, product, sessionId, receivedAt, joinState: state } = row;
    const stored = { id, day, product, sessionId };
    const said = stateOf(state);
    const category = categoryIn(said);
    const decoded = decodeFrame(settings, { bytes: frame }, contextOf(settings, receivedAt, said));
    since.set(id, row.waitingSince);
    if (settings.joining !== undefined && decoded.kind === "leg")
      legs.push({
        frame,
        position: 0,
        receivedAt,
        leg: category === null ? decoded.leg : hushLeg(decoded.leg),
        state,
        category,
        stored,
      });
    else
      unread.push({
        leg: { stored },
        reason: decoded.kind === "undefined" ? decoded.reason : "settings changed before its call was whole",
      });
  }
  return { legs, since, unread };
}

async function openRow(ctx: IngestContext, companyId: number, row: WaitingLegRow): Promise<Buffer | null> {
  const place = undefinedLinePlace(companyId, row.id);
  return openWithSlice(ctx.keyring, companyId, row.sliceId, place, row.sealed).catch(() => null);
}

function stateOf(text: string | null): Record<string, unknown> {
  const state: unknown = text === null ? {} : JSON.parse(text);
  return typeof state === "object" && state !== null ? { ...state } : {};
}
