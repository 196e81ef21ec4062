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
import { driverOptionsOf } from "#server/store/source-options.ts";
import type { SourceRow } from "#server/store/sources.ts";
import type { CollectorContext } from "./collector-context.ts";
import type { GateWatch } from "./gate-watch.ts";
import { mustWait, type PartsGate, partsGate } from "./gated-sink.ts";
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
  watch: GateWatch,
): Promise<Source> {
  // The gate is read first: nothing is taken from a source whose rules are not known.
  const opened = await watch.current();
  const known = await knownPositions(ctx, row.companyId, row.id);
  if (mustWait(opened, known)) throw new SourceTrouble("worker-awaited");
  const gate = partsGate(watch, opened, known);
  return await transportOf(ctx, row, known, inboxSink(ctx, lease, inboxKey, transfers, gate));
}

/** The transport by its name; what it reads goes to `sink`. */
export async function transportOf(
  ctx: CollectorContext,
  row: SourceRow,
  known: Awaited<ReturnType<typeof knownPositions>>,
  sink: Sink,
): Promise<Source> {
  if (row.transport !== "shared-file") throw new SourceTrouble("wrong-settings");
  const options = await driverOptionsOf(ctx.sql, row);
  try {
    return createSharedFileSource({
      settings: readSharedFileSettings(row.settings),
      framing: framingOf(driverNamed(row.driver), options),
      roots: ctx.rootsOf(row.companyId),
      key: ctx.fingerprintKey(row.companyId, row.id),
      known,
      sink,
    });
  } catch (cause) {
    throw new SourceTrouble("wrong-settings", cause);
  }
}

/** Into the inbox, as long as the source is held. */
function inboxSink(
  ctx: CollectorContext,
  lease: HeldLease,
  inboxKey: InboxKeyring,
  transfers: Transfers,
  gate: PartsGate,
): Sink {
  const deliver = async (part: DeliveredPart) => {
    lease.check();
    const [key, sessionId] = [await inboxKey(), await transfers.current()];
    lease.check();
    const { companyId, sourceId, fencing } = lease;
    const { deliveryId, from, to, end } = part;
    const now = ctx.clock();
    const passed = await gate.pass(part, now);
    const { frames, identity } = passed;
    const receivedAt = now.toISOString();
    const segment = { companyId, sourceId, deliveryId, from, to, receivedAt, sessionId, fencing, identity, end };
    lease.check();
    await writeSegment(ctx.inbox, segment, frames, key);
    passed.settled();
    transfers.add({ bytes: to - from, frames: frames.length });
  };
  return {
    deliver,
    note(note) {
      transfers.add(note === "file" ? { files: 1 } : { errors: 1 });
      if (note !== "file") ctx.log.warn("source.noted", { company: lease.companyId, source: lease.sourceId, note });
    },
  };
}
