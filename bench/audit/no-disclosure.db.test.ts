import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test, type TestContext } from "node:test";
import { FIXTURES } from "#bench/tenants/fixtures.ts";
import type { Place } from "#bench/tenants/world.ts";
import { withCompany } from "#db/with-company.ts";
import { inboxDoor } from "#workers/handlers/inbox-door.ts";
import { downloadAudit } from "#server/api/audit/download.ts";
import { downloadExport } from "#server/api/exports/download.ts";
import { appRouter } from "#server/api/router.ts";
import type { ApiContext } from "#server/api/trpc.ts";
import type { Session } from "#server/auth/session.ts";
import type { CompanyContext } from "#server/context.ts";
import {
  freezeSelection,
  issueExportLink,
  listCertificates,
  requestErasure,
  requestExport,
} from "#server/privacy/index.ts";
import { openPrivacyFixture, type PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { auditState } from "#server/store/audit-chain.ts";
import { addSource } from "#server/store/sources.ts";

// The person of the fixtures of the matrix, whom every verb that takes a number is asked for.
const PERSON = "+46701740605";
const OTHER = "+46701740611";
const ERASED = "+46701740622";
/** What betrays one of them, in clear or masked, in any notation. */
const TRACES = /\+?46 ?70|070-?174|174 ?06|1740605|1740611|1740622/;

/** Shows how a profile sees an invented person, whose number is that of the fixtures. */
const INVENTED: ReadonlySet<string> = new Set(["profiles.preview"]);

interface Stage {
  readonly fixture: PrivacyFixture;
  readonly place: Place;
  readonly api: ApiContext;
  readonly link: { readonly exportId: string; readonly token: string };
}

async function openStage(t: TestContext): Promise<Stage> {
  const fixture = await openPrivacyFixture(t);
  const call = (minute: number, from: string) => ({
    at: new Date(Date.UTC(2026, 5, 10, 8, minute)),
    extension: "3000",
    parties: [
      { role: "calling", class: "phone", text: from },
      { role: "called", class: "phone", text: OTHER },
    ] as const,
  });
  const [hitId = ""] = await fixture.store([call(0, PERSON), call(1, PERSON), call(2, ERASED)]);
  const ctx = fixture.as("company-administrator");
  const { erasureId, certificateId } = await erase(fixture, ctx);
  const { selectionId } = await freezeSelection(ctx, { text: PERSON });
  const { exportId } = await requestExport(ctx, { selectionId, format: "csv-exact" });
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const sourceId = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    addSource(tx, { ...SOURCE, companyId: fixture.companyId }),
  );
  const place: Place = {
    companyId: fixture.companyId,
    resellerId: ctx.company.resellerId,
    name: "own",
    sourceId,
    edgeId: randomUUID(),
    layoutId: 1,
    accountId: randomUUID(),
    selectionId,
    exportId,
    erasureId,
    certificateId,
    profileId: randomUUID(),
    recipientId: randomUUID(),
    hitId,
    folder: fixture.db.home,
  };
  return {
    fixture,
    place,
    api: { installation: ctx, session: sessionOf(ctx), requestId: "test" },
    link: { exportId, token },
  };
}

async function erase(fixture: PrivacyFixture, ctx: CompanyContext) {
  const { selectionId, rows } = await freezeSelection(ctx, { text: ERASED });
  const { erasureId } = await requestErasure(ctx, { selectionId, reason: "Art. 17", typedCount: rows });
  fixture.time.now = new Date(fixture.time.now.getTime() + 1_000);
  const work = { ...ctx, inbox: inboxDoor(fixture.installation, fixture.db.home), erasureId };
  await runErasure(work);
  const [certificate] = (await listCertificates(ctx)).certificates;
  return { erasureId, certificateId: certificate?.certificateId ?? "" };
}

function sessionOf({ actor, company }: CompanyContext): Session {
  return {
    tokenHash: Buffer.alloc(32, 1),
    actor,
    email: "test@example.se",
    language: null,
    mustChangePassword: false,
    changeForced: false,
    company,
    expiresAt: new Date("2027-01-01T00:00:00Z"),
  };
}

const NAMES = Object.keys(appRouter._def.procedures).filter((name) => !INVENTED.has(name));

/** What a procedure answered, or null where it refused; and what its refusal said. */
async function call({ api, place }: Stage, name: string): Promise<{ answer: string | null; said: string }> {
  const caller: unknown = appRouter.createCaller(api);
  const procedure = name.split(".").reduce((at, key) => Reflect.get(Object(at), key) as unknown, caller);
  try {
    const answer: unknown = await (procedure as (input: unknown) => Promise<unknown>)(FIXTURES[name]?.input(place));
    return { answer: JSON.stringify(answer) ?? "", said: "" };
  } catch (error) {
    return { answer: null, said: String(error) };
  }
}

async function entries({ fixture: { db, companyId } }: Stage): Promise<number> {
  const state = await withCompany(db.data("web"), companyId, (tx) => auditState(tx, companyId));
  return state?.seq ?? 0;
}

const APPEND = "function data.append_audit(int, timestamptz, uuid, text, text, uuid, text, jsonb, text)";

test("while the audit cannot be written, no procedure and no download gives anything away, and nothing is done unseen", async (t) => {
  const stage = await openStage(t);
  const owner = stage.fixture.db.data("owner");
  const silence = () => owner.unsafe(`revoke execute on ${APPEND} from gallra_web`);
  const hear = () => owner.unsafe(`grant execute on ${APPEND} to gallra_web`);
  const telling: string[] = [];
  for (const name of NAMES) {
    await silence();
    const seq = await entries(stage);
    const without = await call(stage, name);
    assert.doesNotMatch(without.answer ?? "", TRACES, `${name} answers about a person`);
    assert.doesNotMatch(without.said, TRACES, `${name} refuses with a number in its text`);
    // The control: with the audit the same call may tell, and what it writes down it did not do without.
    await hear();
    assert.equal(await entries(stage), seq);
    const { answer } = await call(stage, name);
    const written = (await entries(stage)) > seq;
    if (written) assert.equal(without.answer, null, `${name} went on without its entry`);
    if (!TRACES.test(answer ?? "")) continue;
    telling.push(name);
    assert.ok(written, `${name} tells of a person and writes nothing`);
  }
  for (const name of ["data.search", "data.reveal", "audit.list"])
    assert.ok(telling.includes(name), `${name} tells nothing: this would prove nothing (${telling.join(", ")})`);
  assert.ok(NAMES.length > 40);
});

test("while the audit cannot be written, no file leaves, and its link is not spent", async (t) => {
  const stage = await openStage(t);
  const owner = stage.fixture.db.data("owner");
  await owner.unsafe(`revoke execute on ${APPEND} from gallra_web`);
  await assert.rejects(downloadExport(stage.api, stage.link), { code: "42501" });
  await assert.rejects(downloadAudit(stage.api), { code: "42501" });
  await owner.unsafe(`grant execute on ${APPEND} to gallra_web`);
  const file = await downloadExport(stage.api, stage.link);
  let text = "";
  for await (const chunk of file.stream) text += String(chunk);
  assert.match(text, TRACES);
  assert.ok((await downloadAudit(stage.api)).fileName.endsWith(".jsonl"));
});

const READS_PEOPLE = ["data.freeze", "erasures.preview", "certificates.list", "certificates.read", "exports.link"];

test("reading about people is an entry of the audit, each time", async (t) => {
  const stage = await openStage(t);
  for (const name of ["data.search", "audit.list", ...READS_PEOPLE]) {
    for (let round = 0; round < 2; round++) {
      const before = await entries(stage);
      const { answer, said } = await call(stage, name);
      assert.notEqual(answer, null, `${name}: ${said}`);
      assert.equal(await entries(stage), before + 1, name);
    }
  }
});

const SOURCE = {
  name: "exchange",
  transport: "shared-file",
  driver: "asterisk-cdr-csv",
  product: 4,
  settings: { path: "/nowhere", pattern: "*", mode: "tail", restSeconds: 2 },
  driverOptions: {},
  timeZone: null,
  country: null,
  outsideLine: null,
  extensionDigits: null,
  internationalPrefix: null,
  keepNames: false,
} as const;
