import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { addDays } from "../../domain/zoned-time.ts";
import { headerOf, holdsSegment, keepSegment, type SegmentHeader } from "../../inbox/index.ts";
import { readCheckpoint } from "../../store/checkpoints.ts";
import { addFromEdge, fencingAt } from "../../store/edge-sources.ts";
import { listInboxPublicKeys } from "../../store/inbox-keys.ts";
import { startTransfer } from "../../store/transfers.ts";
import { KEYS_LIVE_DAYS, type SegmentAnswer } from "../protocol/messages.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { requireRoom } from "./room.ts";
import { Refused } from "./refused.ts";

/** An edge corrects its clock by the portal's; what is still this far ahead would be kept too long. */
const AHEAD_MS = 600_000;

/**
 * Takes one segment into the portal's inbox: on its disk before it answers. What it says of itself in clear is compared with what the
 * portal knows of this edge; whether it opens only ingest can tell. One that lies here, or is stored, is not taken again. Throws Refused.
 */
export async function takeSegment(host: EdgeHost, edge: Known, sealed: Buffer): Promise<SegmentAnswer> {
  const header = readHeader(sealed);
  await requireOwn(host, edge, header);
  const dir = join(host.env.home, "inbox");
  if (await isStored(host, header)) return { state: "stored" };
  if (await holdsSegment(dir, header)) return { state: "kept" };
  await requireRoom(dir, header);
  const at = host.clock();
  const { companyId, sourceId, sessionId: id } = header;
  const web = door(host, "web");
  // Its session is there before it can be read, as at home: ingest counts in it.
  const startedAt = new Date(header.receivedAt);
  const holder = `edge ${edge.name}`;
  if (id !== null)
    await withCompany(web, companyId, (tx) => startTransfer(tx, { companyId, id, sourceId, startedAt, holder }));
  const isNew = await keepSegment(dir, header, sealed).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "unavailable") throw new Refused("full", 60);
    throw error;
  });
  if (isNew && id !== null) {
    const moved = { id, sourceId, at, bytes: header.to - header.from, frames: header.frames };
    await withCompany(web, companyId, (tx) => addFromEdge(tx, companyId, moved));
  }
  return { state: "kept" };
}

function readHeader(sealed: Buffer): SegmentHeader {
  try {
    return headerOf(sealed);
  } catch {
    throw new Refused("unreadable");
  }
}

async function requireOwn(host: EdgeHost, edge: Known, header: SegmentHeader): Promise<void> {
  if (header.companyId !== edge.companyId) throw new Refused("another-company");
  const web = door(host, "web");
  const fencing = await withCompany(
    web,
    edge.companyId,
    (tx) => fencingAt(tx, edge.companyId, header.sourceId, edge.id),
    { readOnly: true },
  );
  if (fencing === null || header.fencing > fencing) throw new Refused("not-bound");
  if (Date.parse(header.receivedAt) > host.clock().getTime() + AHEAD_MS) throw new Refused("clock-ahead", 600);
  // A segment that waits keeps the key of its day alive, and with it every later one.
  const keys = await listInboxPublicKeys(web, addDays(host.clock().toISOString().slice(0, 10), -KEYS_LIVE_DAYS));
  if (!keys.some(({ kid }) => kid === header.kid)) throw new Refused("another-key");
}

/** Whether ingest has committed everything up to its end. */
export async function isStored(
  host: Pick<EdgeHost, "sql">,
  segment: Pick<SegmentHeader, "companyId" | "sourceId" | "deliveryId" | "to" | "end">,
): Promise<boolean> {
  const { companyId, sourceId, deliveryId, to, end } = segment;
  const stands = await withCompany(
    door(host, "web"),
    companyId,
    (tx) => readCheckpoint(tx, companyId, sourceId, deliveryId),
    { readOnly: true },
  );
  return (stands?.position ?? 0) >= to && (!end || stands?.done === true);
}
