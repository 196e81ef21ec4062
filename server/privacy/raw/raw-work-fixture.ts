import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "../../context.ts";
import { driverNamed, framingOf } from "../../drivers/catalogue.ts";
import { putFile } from "../../ingest/ingest-fixture.ts";
import { type InboxOutcome, ingestInbox, openIngest, requestReplay, runReplay } from "../../ingest/index.ts";
import { CALLED, CALLERS, FIRST, lineOf, SECOND } from "../../ingest/replay/replay-fixture.ts";
import { currentInboxKeys, ensureInboxKeys } from "../../keyring/index.ts";
import { addSource } from "../../store/index.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { listRawWorks, type RawWorkView } from "./list-raw-work.ts";
import { requestVerify } from "./request-verify.ts";
import { runVerify } from "./run-verify.ts";

export const PERIOD = { from: "2026-06-01", to: "2026-06-30" } as const;
export const WHY = "the layout names who was called by now";

export interface RawFixture extends PrivacyFixture {
  readonly source: number;
  readonly admin: CompanyContext;
  send(file: string): Promise<InboxOutcome>;
  /** Asks as a person does, and runs it as the worker does. */
  verify(): Promise<RawWorkView>;
  replay(layout?: string): Promise<RawWorkView>;
}

export const by = (layout: string) => ({ driver: "delimited", driverOptions: { layout } });

/** A company whose source was read without who was called: one call a file, so that each has its own segment. `house`: an installation that is there. */
export async function openRawFixture(
  t: { after(fn: () => Promise<void>): void },
  house?: PrivacyFixture,
): Promise<RawFixture> {
  const fixture = await (house === undefined ? openPrivacyFixture(t) : house.beside(t));
  const { companyId, installation } = fixture;
  const inbox = mkdtempSync(join(tmpdir(), "gallra-test-inbox-"));
  t.after(async () => rmSync(inbox, { recursive: true, force: true }));
  const own = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
  const read = { transport: "shared-file", product: 4, settings: {}, ...by(FIRST) };
  const source = await withCompany(fixture.db.data("web"), companyId, (tx) =>
    addSource(tx, { companyId, name: "Switch", keepNames: false, ...own, ...read }),
  );
  await ensureInboxKeys(installation.keyring, "2026-06-15", 1);
  const [key] = await currentInboxKeys(installation.keyring);
  if (key === undefined) throw new Error("no inbox key");
  const framing = framingOf(driverNamed("delimited"), { layout: FIRST });
  const ingest = openIngest(installation);
  const admin = fixture.as("company-administrator");
  const ended = async (workId: string) => {
    const work = (await listRawWorks(admin, { sourceId: source })).find((one) => one.workId === workId);
    if (work === undefined) throw new Error("no such work");
    return work;
  };
  const raw: RawFixture = {
    ...fixture,
    source,
    admin,
    send: async (file) => {
      const receivedAt = fixture.time.now;
      await putFile({ inbox, companyId, sourceId: source, key }, Buffer.from(file), framing, { receivedAt });
      return ingestInbox(ingest, inbox);
    },
    verify: async () => {
      const { workId } = await requestVerify(admin, { sourceId: source, ...PERIOD });
      await runVerify({ ...installation, company: admin.company }, workId);
      return ended(workId);
    },
    replay: async (layout = SECOND) => {
      const asked = { sourceId: source, ...PERIOD, ...by(layout), purpose: WHY };
      const { workId } = await requestReplay(admin, asked);
      await runReplay({ ...ingest, web: fixture.db.data("web") }, { companyId, workId });
      return ended(workId);
    },
  };
  for (const [at, from] of CALLERS.entries()) await raw.send(lineOf(at, from, CALLED[at] ?? ""));
  return raw;
}
