import type { LookedThroughId } from "../copies/copy-store.ts";
import { lookForSubjects, lookForWatermarks, lookOnPrivateLists } from "./keys.ts";
import { forgetNeedles } from "./needle.ts";
import { lookThroughParties, lookThroughSelections } from "./pointing.ts";
import type { Found, LookedThrough, Place, ReSearchInput, Run } from "./run.ts";
import { lookThroughExports, lookThroughInbox, lookThroughLines, lookThroughRaw } from "./sealed.ts";
import { lookThroughAudit, lookThroughLogs, lookThroughQueue } from "./words.ts";

export type { Found, LookedThrough, ReSearchInput } from "./run.ts";

export interface ReSearched {
  readonly searched: LookedThrough;
  readonly found: Found;
}

/**
 * One finder for each store of the copy register that is looked through, and for those of which the register says that the
 * person cannot be there: a store without a finder does not compile.
 */
const FINDERS: Readonly<Record<LookedThroughId, (run: Run) => Promise<void>>> = {
  subjects: lookForSubjects,
  parties: lookThroughParties,
  raw: lookThroughRaw,
  undefined: lookThroughLines,
  inbox: lookThroughInbox,
  exports: lookThroughExports,
  selections: lookThroughSelections,
  watermarks: lookForWatermarks,
  "private-numbers": lookOnPrivateLists,
  audit: lookThroughAudit,
  queue: lookThroughQueue,
  logs: lookThroughLogs,
};

/**
 * Looks everywhere again, knowing nothing of how the deletion was made and sharing no code with it: every row of every day is
 * opened and compared with the subjects, which is the way back from the one the deleter took; everything sealed is opened and
 * everything written is read for the digits with a matcher of its own. It counts; it changes nothing.
 */
export async function reSearch(place: Place, input: ReSearchInput): Promise<ReSearched> {
  const run: Run = {
    place,
    input,
    searched: {
      slices: 0,
      parties: 0,
      rawSegments: 0,
      undefinedLines: 0,
      inboxSegments: 0,
      exports: 0,
      selectionHits: 0,
      textLines: 0,
      watermarks: 0,
      unreadable: 0,
    },
    found: {
      parties: 0,
      rawRecords: 0,
      undefinedLines: 0,
      inboxSegments: 0,
      exports: 0,
      subjects: 0,
      selectionHits: 0,
      textLines: 0,
      privateNumbers: 0,
      unguarded: 0,
    },
    ids: new Set(input.subjects),
  };
  try {
    for (const find of Object.values(FINDERS)) await find(run);
    return { searched: run.searched, found: run.found };
  } finally {
    forgetNeedles();
  }
}
