import { askWatermarks, ensureSlices, hasWatermarks, pseudonymise, resolveSubjects } from "../keyring/index.ts";
import type { Draft, DraftParty, Drafts } from "./draft.ts";
import type { IngestContext } from "./ingest-context.ts";
import type { Slot } from "./slots.ts";

/**
 * Asks the keyring for everything a batch needs: slices first, so that no subject is made for a class that has expired;
 * then the subjects, which are committed when this returns; then their pseudonyms, one pass a slice.
 */
export async function resolveDrafts(ctx: IngestContext, companyId: number, { drafts, slots }: Drafts): Promise<void> {
  await openSlots(ctx, companyId, slots);
  await resolveParties(ctx, companyId, drafts);
  collectIds(drafts);
  for (const slot of slots) {
    if (slot.ids.length === 0 || slot.slice === null) continue;
    slot.pseudonyms = await pseudonymise(ctx.keyring, companyId, slot.slice, Buffer.concat(slot.ids));
  }
}

/** Whether anything may still be written there. */
export function isOpen(slot: Slot): boolean {
  return slot.slice?.live === true;
}

async function openSlots(ctx: IngestContext, companyId: number, slots: readonly Slot[]): Promise<void> {
  const slices = await ensureSlices(
    ctx.keyring,
    companyId,
    slots.map((slot) => slot.spec),
  );
  for (const [i, slot] of slots.entries()) {
    slot.slice = slices[i] ?? null;
    slot.ids.length = 0;
  }
}

async function resolveParties(ctx: IngestContext, companyId: number, drafts: readonly Draft[]): Promise<void> {
  await markErasedNumbers(ctx, companyId, drafts);
  const parties: DraftParty[] = [];
  for (const draft of drafts) {
    for (const party of draft.parties) {
      if (party.kept !== undefined) party.subjectId = party.kept;
      else if (isOpen(party.slot) && !party.erased) parties.push(party);
    }
  }
  if (parties.length === 0) return;
  const resolved = await resolveSubjects(ctx.keyring, companyId, parties);
  for (let i = 0; i < parties.length; i++) {
    const [party, answer] = [parties[i], resolved[i]];
    if (party === undefined || answer === undefined)
      throw new Error("the keyring answered for fewer identifiers than were asked");
    party.subjectId = answer.subjectId;
    party.erased = answer.erased;
  }
  // An erasure may have come since they were asked about.
  for (const draft of drafts) leaveOutTruncated(draft);
}

/**
 * Full numbers are asked about first, also those that came too late to be kept: many people share a birthday, so that no
 * watermark covers it, and an erased number takes its own truncated form along before a subject is made for it.
 */
async function markErasedNumbers(ctx: IngestContext, companyId: number, drafts: readonly Draft[]): Promise<void> {
  const full: DraftParty[] = [];
  for (const draft of drafts) {
    for (const party of draft.parties) {
      party.subjectId = null;
      party.erased = false;
      if (party.className === "ssn" && party.kept === undefined) full.push(party);
    }
  }
  if (full.length === 0 || !(await hasWatermarks(ctx.keyring, companyId))) return;
  const marked = await askWatermarks(ctx.keyring, companyId, full);
  for (const [at, party] of full.entries()) party.erased = marked[at] === true;
  for (const draft of drafts) leaveOutTruncated(draft);
}

function leaveOutTruncated({ parties }: Draft): void {
  for (const full of parties) {
    if (full.className !== "ssn" || !full.erased) continue;
    for (const party of parties) {
      if (party.className !== "ssn_truncated" || party.role !== full.role) continue;
      party.subjectId = null;
      party.erased = true;
    }
  }
}

function collectIds(drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    for (const party of draft.parties) {
      if (party.subjectId !== null && party.kept === undefined) party.place = party.slot.ids.push(party.subjectId) - 1;
    }
  }
}
