import { zstdDecompressSync } from "node:zlib";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { liveSlices, openBox, openPseudonyms, openWithSlice, revealSubjects, type Slice } from "../../keyring/index.ts";
import { eachPartyOfSlice, eachRawSegment, eachUndefinedLine, listExports } from "../../store/index.ts";
import { holdsInFiles } from "./export-files.ts";
import { forgetNeedles, holdsNeedle, type Needle } from "./needle.ts";

/** What was opened and looked through. */
export interface LookedThrough {
  slices: number;
  parties: number;
  rawSegments: number;
  undefinedLines: number;
  inboxSegments: number;
  exports: number;
  /** What could not be opened and so not be looked into. */
  unreadable: number;
}

export interface Found {
  parties: number;
  rawRecords: number;
  undefinedLines: number;
  inboxSegments: number;
  exports: number;
  subjects: number;
}

export interface ReSearched {
  readonly searched: LookedThrough;
  readonly found: Found;
}

export interface ReSearchInput {
  /** Subject ids in hex: nobody may be behind them, and no row may point at them. */
  readonly subjects: readonly string[];
  /** Identifiers that may stand in no bytes. */
  readonly needles: readonly Needle[];
  /** Lines and files that came later are ordinary new ones. */
  readonly before: Date;
  readonly inbox: AsyncIterable<readonly Uint8Array[] | null>;
  readonly signal?: AbortSignal;
}

type Place = Pick<Installation, "env" | "keyring" | "sql"> & { readonly company: Company };

/**
 * Looks everywhere again, knowing nothing of how the deletion was made: every row of every living day is opened and compared
 * with the subjects, which is the way back from the one the deleter took; everything sealed is opened and read for the
 * digits with a matcher of its own. It counts; it changes nothing.
 */
export async function reSearch(place: Place, input: ReSearchInput): Promise<ReSearched> {
  const searched: LookedThrough = {
    slices: 0,
    parties: 0,
    rawSegments: 0,
    undefinedLines: 0,
    inboxSegments: 0,
    exports: 0,
    unreadable: 0,
  };
  const found: Found = { parties: 0, rawRecords: 0, undefinedLines: 0, inboxSegments: 0, exports: 0, subjects: 0 };
  const run: Run = { place, input, searched, found, ids: new Set(input.subjects) };
  try {
    found.subjects = (
      await revealSubjects(
        place.keyring,
        place.company.id,
        input.subjects.map((hex) => Buffer.from(hex, "hex")),
      )
    ).size;
    await lookThroughParties(run);
    await lookThroughSealed(run);
    await lookThroughInbox(run);
    await lookThroughExports(run);
    return { searched, found };
  } finally {
    forgetNeedles();
  }
}

interface Run {
  readonly place: Place;
  readonly input: ReSearchInput;
  readonly searched: LookedThrough;
  readonly found: Found;
  readonly ids: ReadonlySet<string>;
}

function reading<T>({ place }: Run, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(place, "web"), place.company.id, work, { readOnly: true });
}

async function lookThroughParties(run: Run): Promise<void> {
  const { keyring, company } = run.place;
  const { phone, ssn, ssn_truncated, name } = DATA_CLASSES;
  for (const slice of await liveSlices(keyring, company.id, { classes: [phone, ssn, ssn_truncated, name] })) {
    run.input.signal?.throwIfAborted();
    run.searched.slices++;
    await reading(run, async (tx) => {
      for await (const page of eachPartyOfSlice(tx, company.id, { day: slice.expiresOn, id: slice.id })) {
        const packed = Buffer.from(page.map((row) => row.pseudonym.replaceAll("-", "")).join(""), "hex");
        for (const opened of await openPseudonyms(keyring, company.id, slice.id, packed)) {
          run.searched.parties++;
          if (opened.kind === "corrupt") run.searched.unreadable++;
          if (opened.kind === "subject" && run.ids.has(opened.id.toString("hex"))) run.found.parties++;
        }
      }
    });
  }
}

/** Raw segments and undefined lines, opened one by one. The places are written out here: a mistake elsewhere is not repeated. */
async function lookThroughSealed(run: Run): Promise<void> {
  const { keyring, company } = run.place;
  if (run.input.needles.length === 0) return;
  const slices = await liveSlices(keyring, company.id, { classes: [DATA_CLASSES.raw, DATA_CLASSES.undefined] });
  const daysOf = (cls: number) =>
    new Set(slices.filter((slice: Slice) => slice.class === cls).map((slice) => slice.expiresOn));
  for (const day of daysOf(DATA_CLASSES.raw)) {
    await reading(run, async (tx) => {
      for await (const page of eachRawSegment(tx, company.id, day)) {
        for (const segment of page) {
          run.searched.rawSegments++;
          const bytes = await opened(
            run,
            segment.sliceId,
            `data.raw_segment.sealed/${company.id}/${segment.id}`,
            segment.sealed,
          );
          if (bytes !== null && holdsNeedle(zstdDecompressSync(bytes), run.input.needles)) run.found.rawRecords++;
        }
      }
    });
    run.input.signal?.throwIfAborted();
  }
  for (const day of daysOf(DATA_CLASSES.undefined)) {
    await reading(run, async (tx) => {
      for await (const page of eachUndefinedLine(tx, company.id, day)) {
        for (const line of page) {
          if (line.receivedAt >= run.input.before) continue;
          run.searched.undefinedLines++;
          const bytes = await opened(
            run,
            line.sliceId,
            `data.undefined_line.sealed/${company.id}/${line.id}`,
            line.sealed,
          );
          if (bytes !== null && holdsNeedle(bytes, run.input.needles)) run.found.undefinedLines++;
        }
      }
    });
  }
}

/** What cannot be opened is counted, not overlooked; what has expired meanwhile is gone and holds nothing. */
async function opened(run: Run, sliceId: number, place: string, sealed: Buffer): Promise<Buffer | null> {
  try {
    return await openWithSlice(run.place.keyring, run.place.company.id, sliceId, place, sealed);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "expired") run.searched.unreadable++;
    return null;
  }
}

async function lookThroughInbox(run: Run): Promise<void> {
  if (run.input.needles.length === 0) return;
  for await (const frames of run.input.inbox) {
    run.searched.inboxSegments++;
    if (frames === null) run.searched.unreadable++;
    else if (frames.some((frame) => holdsNeedle(frame, run.input.needles))) run.found.inboxSegments++;
  }
}

/** The key decides, not what the row says about it, and what lies on disk, not what the rows say has been written. */
async function lookThroughExports(run: Run): Promise<void> {
  const { keyring, company, env } = run.place;
  if (run.input.needles.length === 0) return;
  for (const job of await reading(run, (tx) => listExports(tx, company.id, { limit: 10_000 }))) {
    if (job.createdAt >= run.input.before) continue;
    const box = await openBox(keyring, company.id, job.id).catch(() => null);
    if (box === null) continue;
    run.searched.exports++;
    try {
      if (await holdsInFiles(`${env.home}/exports/${job.id}`, box, run.input.needles)) run.found.exports++;
    } catch {
      run.searched.unreadable++;
    }
  }
}
