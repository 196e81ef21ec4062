import { setTimeout as wait } from "node:timers/promises";
import { FINGERPRINT } from "#server/edge/protocol/index.ts";
import { errorFields } from "#server/log.ts";
import { sealCredential } from "#server/sources/index.ts";
import { fingerprintsAwaited, handFingerprint } from "#server/store/source-fingerprints.ts";
import { withCompany } from "#db/with-company.ts";
import type { CollectorContext } from "./collector-context.ts";

const LOOK_MS = 2_000;
const AT_ONCE = 200;

/** For as long as the collector runs: an edge gets the key of its sources' fingerprints, so that a source that moves reads nothing twice. */
export async function handFingerprints(ctx: CollectorContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await handOnce(ctx);
    } catch (error) {
      ctx.log.warn("fingerprints.not-handed", errorFields(error));
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Each key opens what one source is recognised by, and nothing of any other. Answers how many were handed over. */
export async function handOnce(ctx: Pick<CollectorContext, "sql" | "fingerprintKey">): Promise<number> {
  const awaited = await fingerprintsAwaited(ctx.sql, AT_ONCE);
  for (const { sealKey, ...place } of awaited) {
    const { companyId, sourceId } = place;
    const key = ctx.fingerprintKey(companyId, sourceId).export().toString("base64url");
    const sealed = await sealCredential({ companyId, sourceId, name: FINGERPRINT }, key, sealKey);
    await withCompany(ctx.sql, companyId, (tx) => handFingerprint(tx, place, sealed));
  }
  return awaited.length;
}
