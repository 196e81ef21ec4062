export {
  type KeyringFigures,
  keyringFigures,
  keyringServer,
  keyringMigrationOfRelease,
  keyringMigrations,
  keysAhead,
} from "./cluster-figures.ts";
export { askWatermarks } from "./ask-watermarks.ts";
export { type Box, makeBox, openBox } from "./boxes.ts";
export { forgetCaches } from "./company-cache.ts";
export { createCompanyKeys } from "./company-keys.ts";
export {
  type EndpointKind,
  type EndpointLabel,
  endpointLabels,
  findEndpoints,
  resolveEndpoints,
} from "./endpoints.ts";
export { ensureSlices } from "./ensure-slices.ts";
export { type EscrowState, escrowState, makeEscrowSheet } from "./escrow.ts";
export { expireSubjects, hasExpiredSubjects } from "./expire-subjects.ts";
export { type FoundSubject, findSubjects, type IdentifierAsked, type Tier } from "./find-subjects.ts";
export { currentInboxKeys, ensureInboxKeys, INBOX_ALG, type InboxKey, openInboxKey } from "./inbox-keys.ts";
export {
  closeIntent,
  type Intent,
  listIntents,
  type OpenIntentInput,
  openIntent,
  type WatermarkWanted,
} from "./intents.ts";
export {
  copiesUnreadableFrom,
  type GenerationStatus,
  generationStatus,
  type PastGeneration,
} from "./generation/generation-status.ts";
export { rekeyCompany } from "./generation/rekey-company.ts";
export { rotateCompany } from "./generation/rotate-company.ts";
export { type GenerationDone, type GenerationKind, runGeneration } from "./generation/run-generation.ts";
export { isSuspended } from "./is-suspended.ts";
export type { Keyring, KeyringDoors, KeyringLog } from "./keyring.ts";
export { withFileLock } from "./ledger/lock.ts";
export { type LedgerVerdict, type VerifyOptions, verifyLedger } from "./ledger/verify.ts";
export { type LiveSliceFilter, liveSlices } from "./live-slices.ts";
export { moveSlices, type SliceMove } from "./move-slices.ts";
export { destroyBox, destroyCompanyKeys, destroyInboxKeys } from "./off-board.ts";
export { type OpenKeyringOptions, openKeyring } from "./open-keyring.ts";
export { type Opened, openPseudonyms, pseudonymise, pseudonymsAcross } from "./pseudonyms.ts";
export { freshSubjectIds, type Resolved, resolveSubjects, type Wanted } from "./resolve-subjects.ts";
export { resubject } from "./resubject.ts";
export { type Revealed, revealSubjects } from "./reveal-subjects.ts";
export { type Scrubbed, scrub } from "./scrub.ts";
export {
  addPrivateNumber,
  dropPrivateNumbers,
  listsOf,
  type PrivateNumber,
  privateLists,
  readPrivateNumbers,
  WHOLE_COMPANY,
} from "./private-numbers.ts";
export { openWithSlice, sealWithSlice } from "./seal-with-slice.ts";
export { createSecrets, loadSecrets, type RootKey, type Secrets, type SigningKey } from "./secrets.ts";
export { type DueSlice, dueSlices, liveSlicesByExpiry, shredNight, shredSlices } from "./shred-slices.ts";
export type { Slice, SliceSpec } from "./slice-keys.ts";
export { publicSigningKey, signStatement, type VerifiedStatement, verifyStatement } from "./statements.ts";
export { type KeyringStatus, keyringStatus, ledgerHeadSeen, noteSweep } from "./status.ts";
export { resumeSubjects, suspendSubjects } from "./suspend-subjects.ts";
export { settleSubjects } from "./settle-subjects.ts";
export { makeCaseSlices, prolongCaseSlices, releaseCaseSlices } from "./case-slices.ts";
export {
  isMarkedPerson,
  markedSubjects,
  markPerson,
  type PersonMark,
  personMarks,
  unmarkPerson,
} from "./person-marks.ts";
export { anyMarked } from "./marked-among.ts";
export { endSubject, extendKeptSubjects, extendSubjects } from "./subject-ends.ts";
export { countSubjects, walkSubjects } from "./walk-subjects.ts";
export { ledgerHead } from "./ledger-head.ts";
export { type DigitsFound, hasWatermarks, watermarkMoments } from "./watermark-moments.ts";
