import type { Tx } from "#db/clients.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { destroyAt } from "../../domain/retention.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { extendKeptSubjects, liveSlices, openPseudonyms, prolongCaseSlices, type Slice } from "../../keyring/index.ts";
import { caseSlices, eachPartyOfSlice } from "../../store/index.ts";
import { PARTY_CLASSES } from "../seek/probes.ts";
import { caseExpiry } from "./grounds.ts";
import { namedInRaw } from "./raw-names.ts";
import { type CaseWork, type Keeping, SAFE_DAYS } from "./slices-of-case.ts";

/**
 * What a renewed case keeps can be read until the new end from the answer on: to be called in the transaction that writes the end
 * down, before it commits. The rows follow with a job, which midnight may overtake: until then they stand on the former day. Killed
 * before the commit, the case ends on its former day and takes its keys with it.
 */
export async function prolongCase(tx: Tx, work: CaseWork, { id, endsOn }: Keeping): Promise<void> {
  const { keyring, company } = work;
  if (endsOn === null) throw new Error("a case that keeps has an end");
  const end = caseExpiry(endsOn);
  const at = destroyAt(end, company.timeZone);
  const own = await livingSlicesOf(tx, work, id);
  const short = own.filter((slice) => slice.destroyAt < at);
  const urgent = addDays(dayIn(company.timeZone, work.clock()), SAFE_DAYS);
  await extendPeople(
    tx,
    work,
    short.filter((slice) => slice.expiresOn <= urgent),
    end,
  );
  await prolongCaseSlices(
    keyring,
    company.id,
    short.map((slice) => slice.id),
    at,
  );
}

/** The slices of a case that can be read now. */
export async function livingSlicesOf(tx: Tx, { keyring, company }: CaseWork, caseId: string): Promise<Slice[]> {
  const ids = new Set(
    (await caseSlices(tx, company.id)).flatMap((one) => (one.caseId === caseId ? [one.sliceId] : [])),
  );
  const living = await liveSlices(keyring, company.id, { classes: [...PARTY_CLASSES, DATA_CLASSES.raw] });
  return living.filter((slice) => ids.has(slice.id));
}

/** Everybody in these slices of cases, and whoever is named in their raw, lives as long as they are to last. */
export async function extendPeople(
  tx: Tx,
  { keyring, company }: Pick<CaseWork, "keyring" | "company">,
  slices: readonly Pick<Slice, "id" | "class" | "expiresOn">[],
  end: Day,
): Promise<void> {
  const raw = slices.filter((slice) => slice.class === DATA_CLASSES.raw);
  const named = await namedInRaw(tx, { keyring, company }, raw);
  await extendKeptSubjects(keyring, company.id, [...new Set(named.map((one) => one.subject))], end);
  for (const slice of slices.filter((one) => one.class !== DATA_CLASSES.raw)) {
    for await (const page of eachPartyOfSlice(tx, company.id, { day: slice.expiresOn, id: slice.id })) {
      const packed = Buffer.from(page.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
      const ids = (await openPseudonyms(keyring, company.id, slice.id, packed)).flatMap((one) =>
        one.kind === "subject" ? [one.id.toString("hex")] : [],
      );
      await extendKeptSubjects(keyring, company.id, ids, end);
    }
  }
}
