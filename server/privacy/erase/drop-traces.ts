import { DATA_CLASSES } from "../../domain/codes.ts";
import { uuidText } from "../../domain/uuid.ts";
import { findSubjects, listIntents, liveSlices, pseudonymsAcross } from "../../keyring/index.ts";
import { dropSelectionHits, raiseFence, searchParties } from "../../store/index.ts";
import { makeProbes, PARTY_CLASSES } from "../seek/probes.ts";
import { destroyMore } from "./destroy-keys.ts";
import { type ErasureWork, inCompany } from "./erasure-work.ts";
import { partyClassOf } from "./gather.ts";
import type { ErasurePlan } from "./plan.ts";

/** Hits of the destroyed subjects in anybody's frozen selections: they would still say which calls belong together. */
export async function dropHits(work: ErasureWork): Promise<void> {
  const intent = (await listIntents(work.keyring, work.company.id)).find((one) => one.id === work.erasureId);
  if (intent === undefined) return;
  const slices = await liveSlices(work.keyring, work.company.id, { classes: PARTY_CLASSES });
  for (const id of intent.subjectIds) {
    work.signal?.throwIfAborted();
    const packed = await pseudonymsAcross(work.keyring, work.company.id, slices, id);
    const pseudonyms = slices.map((_, at) => uuidText(packed.subarray(at * 16, at * 16 + 16)));
    await inCompany(work, (tx) => dropSelectionHits(tx, work.company.id, pseudonyms));
  }
}

/** Of one birthday or name so many at the most are gone through; the others end by their rule. */
const MOST = 500;

/**
 * A truncated number or a name has a subject for each record. One whose record was never stored, because a batch was turned
 * away or had come before, stands in the keyring and nothing points at it: it goes with its person. Behind the fence, so that
 * no batch is about to use it.
 */
export async function dropUnused(work: ErasureWork, plan: ErasurePlan): Promise<void> {
  const asked = plan.identifiers.flatMap(({ class: cls, canonical }) => {
    if (cls === "ssn") return [{ class: DATA_CLASSES.ssn_truncated, canonical: canonical.slice(0, 8) }];
    return cls === "phone" ? [] : [{ class: DATA_CLASSES[cls], canonical }];
  });
  if (asked.length === 0) return;
  await inCompany(work, async (tx) => {
    await raiseFence(tx, work.company.id);
    const unused: Buffer[] = [];
    for (const one of asked) {
      for (const { subjectId, class: cls } of (await findSubjects(work.keyring, work.company.id, one)).slice(0, MOST)) {
        const { probes } = await makeProbes(work, [{ subjectId, class: partyClassOf(cls) }]);
        if ((await searchParties(tx, work.company.id, probes, { limit: 1 })).length === 0) unused.push(subjectId);
      }
    }
    await destroyMore(work, unused);
  });
}
