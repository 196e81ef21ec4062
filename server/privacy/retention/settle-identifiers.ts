import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { expireSubjects, liveSlices, openPseudonyms, settleSubjects, type Slice } from "../../keyring/index.ts";
import { eachPartyOfSlice, raiseFence } from "../../store/index.ts";
import { namedInRaw } from "../cases/raw-names.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";

type Work = Installation & { readonly company: Company };

/** An identifier lives as long as the last row that points at it: longer or shorter now, and not at all where none is left. */
export async function settleIdentifiers(work: Work): Promise<void> {
  const { keyring, company } = work;
  const today = dayIn(company.timeZone, work.clock());
  for (const cls of PARTY_CLASSES) {
    await withCompany(door(work, "web"), company.id, async (tx) => {
      await raiseFence(tx, company.id);
      const ends = await lastRows(tx, work, cls);
      await keptInRaw(tx, work, cls, ends);
      await settleSubjects(keyring, company.id, cls, ends, today);
      await expireSubjects(keyring, company.id, today);
    });
  }
}

/** The last end of a row for each subject of a class, from every row there is: nothing guesses what is unreferenced. */
async function lastRows(tx: Tx, work: Work, cls: number): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  for (const slice of await liveSlices(work.keyring, work.company.id, { classes: [cls] })) {
    for await (const page of eachPartyOfSlice(tx, work.company.id, { day: slice.expiresOn, id: slice.id })) {
      const packed = Buffer.from(page.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
      for (const opened of await openPseudonyms(work.keyring, work.company.id, slice.id, packed)) {
        if (opened.kind !== "subject") continue;
        const hex = opened.id.toString("hex");
        const end = endOf(work, slice);
        if ((ends.get(hex) ?? "") < end) ends.set(hex, end);
      }
    }
  }
  return ends;
}

/** Raw records that a case keeps may name somebody who stands in another call of the same line. */
async function keptInRaw(tx: Tx, work: Work, cls: number, ends: Map<string, string>): Promise<void> {
  const living = await liveSlices(work.keyring, work.company.id, { classes: [DATA_CLASSES.raw] });
  const kept = new Map(living.filter((slice) => slice.ofCase === true).map((slice) => [slice.id, endOf(work, slice)]));
  const named = await namedInRaw(
    tx,
    work,
    living.filter((slice) => kept.has(slice.id)),
  );
  for (const { subject, class: own, sliceId } of named) {
    const end = kept.get(sliceId) ?? "";
    if (own === cls && (ends.get(subject) ?? "") < end) ends.set(subject, end);
  }
}

/** A case that is being renewed keeps longer than the day on which its rows still stand. */
function endOf({ company }: Work, slice: Slice): string {
  if (slice.ofCase !== true) return slice.expiresOn;
  return [slice.expiresOn, dayIn(company.timeZone, slice.destroyAt)].toSorted().at(-1) ?? slice.expiresOn;
}
