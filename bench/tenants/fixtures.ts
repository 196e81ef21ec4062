import { randomUUID } from "node:crypto";
import { rightsOf } from "#server/domain/rights.ts";
import type { Permission } from "#server/domain/permissions.ts";
import type { Place } from "./world.ts";

/** How one procedure is called against a company, and who may. */
export interface Fixture {
  /** The permission that opens it; a second one where either does. */
  readonly needs: readonly Permission[];
  /** Its input, with the ids of this company in it. */
  readonly input: (at: Place) => unknown;
  /** Whether the input names something of a company; otherwise the session's company is the only way across. */
  readonly named: boolean;
  /** Whether it is about the session's company. */
  readonly company: boolean;
}

const of = (needs: Permission | readonly Permission[], input?: (at: Place) => unknown): Fixture => ({
  needs: typeof needs === "string" ? [needs] : needs,
  input: input ?? (() => undefined),
  named: input !== undefined && input.length > 0,
  company: true,
});
const wide = (needs: Permission, input?: (at: Place) => unknown): Fixture => ({ ...of(needs, input), company: false });

const NUMBER = "070-174 06 05";
const REASON = "matrix of rights";
/** Nobody's in the matrix: a restriction of it hides nothing that another call looks for. */
const OTHER_NUMBER = "070-174 06 99";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const DAY = inDays(0);
const CASE = { name: REASON, reason: REASON, endsOn: inDays(20) } as const;
const { sight, exportSight } = rightsOf("supervisor");

/** One entry for each procedure of the router. A procedure that is missing here fails the matrix. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  "overview.company": of("overview.see"),
  "overview.companies": wide("company.see", () => ({})),
  "copies.show": of("copies.see"),
  "copies.meter": of("copies.see"),
  "copies.installation": wide("maintenance.run"),
  "data.search": of("data.search", () => ({ text: NUMBER })),
  "data.freeze": of("data.search", (at) => ({ text: NUMBER, hitIds: [at.hitId] })),
  "data.reveal": of("data.reveal", ({ hitId }) => ({ hitId, role: "calling", class: "phone", purpose: REASON })),
  "data.correct": of("record.correct", ({ hitId }) => ({ what: "direction", hitId, direction: "in", reason: REASON })),
  "data.quality": of("data.search", ({ hitId }) => ({ hitId })),
  "data.selected": of("data.search", ({ selectionId }) => ({ selectionId })),
  "patterns.list": of("data.pattern"),
  "patterns.request": of("data.pattern", () => ({ pattern: "070-17406*", from: DAY, to: DAY, purpose: REASON })),
  "patterns.end": of("data.pattern", () => ({ patternId: randomUUID() })),
  "cases.list": of("hold.see", () => ({})),
  "cases.hold": of("hold.change", ({ selectionId }) => ({ selectionId, ...CASE, ground: "investigation" })),
  "cases.restrictCalls": of("hold.change", ({ selectionId }) => ({ selectionId, ...CASE, ground: "claim" })),
  "cases.restrictPerson": of("hold.change", () => ({ text: OTHER_NUMBER, ...CASE, ground: "claim" })),
  "cases.object": of("hold.change", () => ({ text: OTHER_NUMBER, name: REASON, reason: REASON, ground: "situation" })),
  "cases.cancel": of("hold.change", () => ({ caseId: randomUUID(), reason: REASON })),
  "cases.lift": of("hold.change", () => ({ caseId: randomUUID(), reason: REASON })),
  "cases.renew": of("hold.change", () => ({ caseId: randomUUID(), endsOn: inDays(30), reason: REASON })),
  "cases.decide": of("hold.change", () => ({ caseId: randomUUID(), decision: "upheld", reason: REASON })),
  "cases.prepareErasure": of("data.erase", () => ({ caseId: randomUUID(), text: OTHER_NUMBER })),
  "views.list": of("data.search"),
  "views.save": {
    ...of("data.search", (at) => ({ name: "Last week", columns: ["date"], filters: { sourceIds: [at.sourceId] } })),
    named: false,
  },
  "views.remove": of("data.search", () => ({ viewId: randomUUID() })),
  "views.look": of("data.search", () => ({ columns: ["date"] })),
  "exports.list": of("data.export"),
  "exports.manifest": of("data.export", ({ exportId }) => ({ exportId })),
  "exports.read": of("data.export", ({ exportId }) => ({ exportId })),
  "exports.request": of("data.export", ({ selectionId }) => ({ selectionId, format: "csv" })),
  "exports.cancel": of("data.export", ({ exportId }) => ({ exportId })),
  "exports.link": of("data.export", ({ exportId }) => ({ exportId })),
  "erasures.list": of("certificate.see"),
  "erasures.read": of("certificate.see", ({ erasureId }) => ({ erasureId })),
  "erasures.preview": of("data.erase", ({ selectionId }) => ({ selectionId })),
  "erasures.request": of("data.erase", ({ selectionId }) => ({ selectionId, reason: REASON, typedCount: 1 })),
  "erasures.undo": of("data.erase", ({ erasureId }) => ({ erasureId })),
  "erasures.waiting": of("certificate.see"),
  "erasures.readWaiting": of("erasure.approve", ({ erasureId }) => ({ erasureId })),
  "erasures.decide": of("erasure.approve", ({ erasureId }) => ({ erasureId, decision: "decline" })),
  "erasures.setting": of("certificate.see"),
  "erasures.setSetting": of("erasure.approve", () => ({ secondApprover: false, ownNumbers: [] })),
  "certificates.list": of("certificate.see"),
  "certificates.read": of("certificate.see", ({ certificateId }) => ({ certificateId })),
  "audit.list": of("audit.see", () => ({})),
  "audit.chain": of("audit.see"),
  "audit.verify": of("audit.see"),
  "audit.cancelVerify": of("audit.see"),
  "audit.mayExport": of("audit.see"),
  "audit.installationList": wide("maintenance.run", () => ({})),
  "audit.installationChain": wide("maintenance.run"),
  "audit.installationVerify": wide("maintenance.run"),
  "audit.installationCancelVerify": wide("maintenance.run"),
  "retention.show": of("retention.see"),
  "retention.preview": of("retention.see", () => ({ changes: [{ product: "cc", class: "phone", keptDays: 90 }] })),
  "retention.set": of(["retention.set", "retention.tighten"], () => ({
    changes: [{ product: "cc", class: "phone", keptDays: 90 }],
    reason: REASON,
  })),
  "retention.previewAudit": of("retention.see", () => ({ keptDays: 400 })),
  "retention.setAudit": of(["retention.set", "retention.tighten"], () => ({ keptDays: 400, reason: REASON })),
  "retention.decide": of("retention.approve", () => ({ changeId: randomUUID(), decision: "decline" })),
  "retention.disabled": of("overview.see"),
  "retention.template": of("retention.set", () => ({})),
  "retention.bounds": wide("retention.bound"),
  "retention.setBound": wide("retention.bound", () => ({
    class: "name",
    shortestDays: null,
    longestDays: 365,
    reason: REASON,
  })),
  "retention.sweepState": wide("retention.bound"),
  "retention.confirmSweep": wide("maintenance.run"),
  "disposal.show": of("retention.see"),
  "disposal.record": of("disposal.change", () => ({
    authority: "A board",
    number: "1/2026",
    decidedOn: "2026-01-15",
    about: REASON,
    items: [{}],
  })),
  "disposal.end": of("disposal.change", () => ({ decisionId: randomUUID(), reason: REASON })),
  "disposal.protocol": of("retention.see", () => ({ from: "2026-01-01", to: "2026-01-31" })),
  "collected.show": of("retention.see"),
  "collected.set": of("ssn.justify", () => ({ field: "trunk", kept: false, reason: REASON })),
  "collected.justify": of("ssn.justify", () => ({ ground: "consent", reason: `${REASON} of the callers` })),
  "collected.withdraw": of("ssn.justify", () => ({ reason: REASON })),
  "sources.list": of("source.see"),
  "sources.drivers": of("source.see"),
  "sources.transfers": of("source.see", ({ sourceId }) => ({ sourceId })),
  "sources.test": of("source.change", ({ sourceId }) => ({ sourceId })),
  "sources.start": of("source.change", ({ sourceId }) => ({ sourceId })),
  "sources.stop": of("source.change", ({ sourceId }) => ({ sourceId })),
  "sources.remove": of("source.change", ({ sourceId }) => ({ sourceId })),
  "sources.add": {
    ...of("source.change", ({ folder }) => ({
      name: randomUUID(),
      driver: "asterisk-cdr-csv",
      settings: { path: folder, pattern: "*", mode: "tail" },
    })),
    named: false,
  },
  "sources.change": of("source.change", ({ sourceId, folder }) => ({
    sourceId,
    source: { name: "Changed", driver: "asterisk-cdr-csv", settings: { path: folder, pattern: "*", mode: "tail" } },
  })),
  "companies.list": wide("company.see"),
  "companies.find": wide("company.see", () => ({ text: "" })),
  "companies.change": wide("company.change", ({ companyId }) => ({ companyId, name: "Changed" })),
  // The reseller it names is read for system administrators alone, who reach them all.
  "companies.add": {
    ...wide("company.change", ({ resellerId }) => ({ name: "New", slug: `n-${randomUUID()}`, resellerId })),
    named: false,
  },
  "keys.state": wide("maintenance.run"),
  "keys.start": wide("maintenance.run", () => ({ kind: "root" })),
  "demo.status": wide("maintenance.run"),
  "demo.turn": wide("maintenance.run", () => ({ on: false })),
  "demo.cancel": wide("maintenance.run"),
  "companies.choose": wide("company.see", ({ companyId }) => ({ companyId })),
  "people.list": wide("people.see", () => ({ text: "" })),
  "people.resetPassword": wide("people.change", ({ accountId }) => ({ accountId })),
  "people.sessions": wide("session.end", ({ accountId }) => ({ accountId })),
  "people.endSessions": wide("session.end", ({ accountId }) => ({ accountId })),
  "people.add": wide("people.change", ({ companyId }) => ({
    name: "New",
    email: `${randomUUID()}@new.example`,
    profile: "supervisor",
    password: "Ekorre-tallkotte-9",
    companyId,
  })),
  "people.change": wide("people.change", ({ accountId }) => ({ accountId, name: "Changed" })),
  "profiles.list": of("people.see"),
  "profiles.preview": wide("people.see", () => ({ sight, exportSight })),
  "profiles.save": of("profile.change", ({ profileId }) => ({
    profileId,
    name: `Changed ${randomUUID().slice(0, 4)}`,
    base: "supervisor",
    permissions: ["account.own"],
    sight,
    exportSight,
  })),
  "profiles.assign": of("people.change", ({ accountId, profileId }) => ({ accountId, to: { profileId } })),
  "profiles.drop": of("profile.change", ({ profileId }) => ({ profileId })),
  "me.sessions": wide("account.own"),
  "me.endSession": wide("account.own", () => ({ sessionId: randomUUID() })),
  "me.endOtherSessions": wide("account.own"),
  "me.stepUp": wide("account.own", () => ({ password: "not this one" })),
  "maintenance.health": wide("maintenance.see"),
  "maintenance.jobs": wide("maintenance.run"),
  "maintenance.jobHistory": wide("maintenance.run", () => ({})),
  "maintenance.runJob": wide("maintenance.run", () => ({ name: "tidy-jobs" })),
  "maintenance.pauseJob": wide("maintenance.run", () => ({ name: "tidy-jobs", hours: 1, reason: REASON })),
  "maintenance.resumeJob": wide("maintenance.run", () => ({ name: "tidy-jobs" })),
  "maintenance.retryJob": wide("maintenance.run", () => ({ name: "tidy-jobs", jobId: randomUUID() })),
  "maintenance.cancelJob": wide("maintenance.run", () => ({ name: "tidy-jobs", jobId: randomUUID() })),
  "maintenance.deleteJobs": wide("maintenance.run", () => ({ state: "completed", olderThanDays: 30 })),
  "maintenance.keepJobs": wide("maintenance.run", () => ({ state: "completed", keptDays: 7 })),
  "maintenance.log": wide("maintenance.run", () => ({})),
  "maintenance.previewBundle": wide("maintenance.run"),
  "maintenance.takeBundle": wide("maintenance.run"),
  "me.firstSteps": wide("overview.see"),
  "me.changePassword": wide("account.own", () => ({ current: "not this one", next: "Ekorre-tallkotte-9" })),
};
