import { driverNamed, framingOf } from "#server/drivers/catalogue.ts";
import { writeSegment } from "#server/inbox/index.ts";
import {
  createSharedFileSource,
  type DeliveredPart,
  readSharedFileSettings,
  type Sink,
  type Source,
  SourceTrouble,
} from "#server/sources/index.ts";
import type { SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import type { HeldLease } from "./held-lease.ts";
import type { InboxKeyring } from "./inbox-key.ts";
import { knownPositions } from "./known-positions.ts";
import type { Transfers } from "./transfer.ts";

/** Opens the transport of a source that is held. Throws SourceTrouble for settings that this release cannot use. */
export async function openSource(
  ctx: CollectorContext,
  row: SourceRow,
  lease: HeldLease,
  inboxKey: InboxKeyring,
  transfers: Transfers,
): Promise<Source> {
  const known = await knownPositions(ctx, row.companyId, row.id);
  return transportOf(ctx, row, known, inboxSink(ctx, lease, inboxKey, transfers));
}

/** The transport by its name; what it reads goes to `sink`. */
export function transportOf(
  ctx: CollectorContext,
  row: SourceRow,
  known: Awaited<ReturnType<typeof knownPositions>>,
  sink: Sink,
): Source {
  if (row.transport !== "shared-file") throw new SourceTrouble("wrong-settings");
  try {
    return createSharedFileSource({
      settings: readSharedFileSettings(row.settings),
      framing: framingOf(driverNamed(row.driver), optionsOf(row)),
      roots: ctx.rootsOf(row.companyId),
      key: ctx.fingerprintKey(row.companyId, row.id),
      known,
      sink,
    });
  } catch (cause) {
    throw new SourceTrouble("wrong-settings", cause);
  }
}

function optionsOf({ driverOptions }: SourceRow): Record<string, string> {
  return Object.fromEntries(Object.entries(driverOptions).map(([name, value]) => [name, String(value)]));
}

/** Into the inbox, as long as the source is held. */
function inboxSink(ctx: CollectorContext, lease: HeldLease, inboxKey: InboxKeyring, transfers: Transfers): Sink {
  const deliver = async (part: DeliveredPart) => {
    lease.check();
    const [key, sessionId] = [await inboxKey(), await transfers.current()];
    lease.check();
    const { companyId, sourceId, fencing } = lease;
    const { deliveryId, from, to, identity, end } = part;
    const receivedAt = ctx.clock().toISOString();
    const segment = { companyId, sourceId, deliveryId, from, to, receivedAt, sessionId, fencing, identity, end };
    await writeSegment(ctx.inbox, segment, part.frames, key);
    transfers.add({ bytes: to - from, frames: part.frames.length });
  };
  return {
    deliver,
    note(note) {
      transfers.add(note === "file" ? { files: 1 } : { errors: 1 });
      if (note !== "file") ctx.log.warn("source.noted", { company: lease.companyId, source: lease.sourceId, note });
    },
  };
}
