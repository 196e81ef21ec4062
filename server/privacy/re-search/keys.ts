import { DATA_CLASSES } from "../../domain/codes.ts";
import { askWatermarks, listsOf, revealSubjects } from "../../keyring/index.ts";
import type { Run } from "./run.ts";

/** The one place of each identifier: nobody may stand behind these ids. */
export async function lookForSubjects(run: Run): Promise<void> {
  const ids = run.input.subjects.map((hex) => Buffer.from(hex, "hex"));
  run.found.subjects = (await revealSubjects(run.place.keyring, run.place.company.id, ids)).size;
}

/** A record of a moment before the erasure is asked for in the keyring's own words: it must be turned away. */
export async function lookForWatermarks(run: Run): Promise<void> {
  const just = new Date(run.input.before.getTime() - 1);
  const guarded = run.input.needles.filter((needle) => needle.class === "phone" || needle.class === "ssn");
  if (guarded.length === 0) return;
  const answers = await askWatermarks(
    run.place.keyring,
    run.place.company.id,
    guarded.map(({ class: cls, canonical }) => ({
      class: DATA_CLASSES[cls],
      canonical,
      calledAt: just,
      receivedAt: run.input.before,
    })),
  );
  run.searched.watermarks += guarded.length;
  run.found.unguarded += answers.filter((covered) => !covered).length;
}

/** The lists of private numbers, asked for the number itself. */
export async function lookOnPrivateLists({ place, input, found }: Run): Promise<void> {
  const numbers = input.needles.filter((needle) => needle.class === "phone").map((needle) => needle.canonical);
  if (numbers.length === 0) return;
  const lists = await listsOf(place.keyring, place.company.id, numbers);
  found.privateNumbers += lists.filter((list) => list.length > 0).length;
}
