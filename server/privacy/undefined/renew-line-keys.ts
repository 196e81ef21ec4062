import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import type { Slice } from "../../keyring/index.ts";
import {
  deleteUndefinedLines,
  eachUndefinedLine,
  raiseFence,
  settleKeysWork,
  undefinedWorkById,
} from "../../store/index.ts";
import {
  type LinesWork,
  openUndefinedLine,
  sealUnder,
  secondKey,
  shredNow,
  undefinedSlices,
} from "../erase/second-key.ts";

/**
 * After lines were erased: the others of their days are sealed anew under a second key and the first one dies, so that no copy of
 * the data cluster gives the erased ones back. The rows say what is left to do: killed, it goes on there.
 */
export async function renewLineKeys(work: LinesWork, workId: string, signal?: AbortSignal): Promise<void> {
  const companyId = work.company.id;
  const row = await inCompany(work, (tx) => undefinedWorkById(tx, companyId, workId));
  if (row === null || row.kind !== "keys" || (row.state !== "waiting" && row.state !== "running")) return;
  const living = await undefinedSlices(work);
  for (const id of row.slices) {
    signal?.throwIfAborted();
    const slice = living.find((one) => one.id === id);
    if (slice !== undefined) await inCompany(work, (tx) => sealAnew(tx, work, slice));
    await shredNow(work, [id]);
  }
  await inCompany(work, (tx) => settleKeysWork(tx, companyId, workId, { state: "done", slices: [], at: work.clock() }));
}

async function sealAnew(tx: Tx, work: LinesWork, slice: Slice): Promise<void> {
  const fresh = await secondKey(work, slice);
  await raiseFence(tx, work.company.id);
  for await (const page of eachUndefinedLine(tx, work.company.id, slice.expiresOn)) {
    const kept: { id: string; bytes: Buffer }[] = [];
    const gone: { id: string; day: string }[] = [];
    for (const line of page.filter((one) => one.sliceId === slice.id)) {
      const bytes = await openUndefinedLine(work, line);
      if (bytes === null) gone.push({ id: line.id, day: slice.expiresOn });
      else kept.push({ id: line.id, bytes });
    }
    await sealUnder(tx, work, fresh, kept);
    await deleteUndefinedLines(tx, work.company.id, gone);
  }
}

function inCompany<T>(work: LinesWork, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(work, "web"), work.company.id, run);
}
