import { DATA_CLASSES } from "../../domain/codes.ts";
import { openPseudonyms } from "../../keyring/index.ts";
import { lookAtParties, lookAtSelections } from "../../store/look.ts";
import { daysOf, type Run, reading } from "./run.ts";

const { phone, ssn, ssn_truncated, name } = DATA_CLASSES;

/** The way back from the one the deleter took: every row is opened, and compared with whom nobody may point at. */
export async function lookThroughParties(run: Run): Promise<void> {
  const { days, slices } = await daysOf(run, [phone, ssn, ssn_truncated, name]);
  run.searched.slices += slices.length;
  for (const day of days) {
    run.input.signal?.throwIfAborted();
    await reading(run, async (tx) => {
      for await (const page of lookAtParties(tx, run.place.company.id, day)) {
        run.searched.parties += page.length;
        run.found.parties += await pointing(run, page, true);
      }
    });
  }
}

/** Hits of erased people would still say which calls belong together. */
export async function lookThroughSelections(run: Run): Promise<void> {
  await reading(run, async (tx) => {
    for await (const page of lookAtSelections(tx, run.place.company.id)) {
      run.searched.selectionHits += page.length;
      run.found.selectionHits += await pointing(run, page, false);
    }
  });
}

interface Pointer {
  readonly sliceId: number;
  readonly pseudonym: string;
}

/** How many of these point at somebody looked for. What opens to no subject at all is corrupt, and counted as not looked into. */
async function pointing(run: Run, page: readonly Pointer[], strict: boolean): Promise<number> {
  const bySlice = new Map<number, string[]>();
  for (const { sliceId, pseudonym } of page) {
    const known = bySlice.get(sliceId);
    if (known === undefined) bySlice.set(sliceId, [pseudonym]);
    else known.push(pseudonym);
  }
  let count = 0;
  for (const [sliceId, pseudonyms] of bySlice) {
    const packed = Buffer.from(pseudonyms.join("").replaceAll("-", ""), "hex");
    for (const one of await openPseudonyms(run.place.keyring, run.place.company.id, sliceId, packed)) {
      if (one.kind === "corrupt" && strict) run.searched.unreadable++;
      if (one.kind === "subject" && run.ids.has(one.id.toString("hex"))) count++;
    }
  }
  return count;
}
