import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture } from "../privacy/privacy-fixture.ts";
import { COLLECTOR_PRIVATE, COLLECTOR_PUBLIC, newCollectorKey, publicHalfOf } from "../sources/index.ts";
import { setCredentials } from "../store/source-credentials.ts";
import { changeSource as storeChange, lockSource, sourceById } from "../store/sources.ts";
import { addSource, changeSource } from "./index.ts";

test("credentials that somebody enters for another place are not sent to the old one by who saves at the same moment", async (t) => {
  const f = await openPrivacyFixture(t);
  const key = newCollectorKey();
  writeFileSync(join(f.db.home, "secrets", COLLECTOR_PRIVATE), key);
  writeFileSync(join(f.db.home, "secrets", COLLECTOR_PUBLIC), publicHalfOf(key));
  const by = f.as("company-administrator");
  const web = f.db.data("web");
  const at = (host: string) => ({ url: `https://${host}/calls`, auth: "basic", user: "pbx" });
  const source = {
    name: "Moln",
    driver: "twilio-calls-json",
    transport: "http-poll",
    settings: at("old.example"),
  } as const;
  const { sourceId } = await addSource(by, { ...source, credentials: { secret: "the old one" } });
  const input = { sourceId, source: { ...source, name: "Molnet" } };
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // A colleague moves the source to another service, with its secret, and has not finished yet.
  const moving = withCompany(web, f.companyId, async (tx) => {
    const row = await lockSource(tx, f.companyId, sourceId);
    await storeChange(tx, f.companyId, sourceId, { settings: { ...row?.settings, ...at("new.example") } });
    await setCredentials(tx, f.companyId, sourceId, [{ name: "secret", sealed: "of the new one" }], f.time.now);
    await held;
  });
  await wait(100);
  const saving = changeSource(by, input).then(
    () => "saved",
    (error: { field?: string }) => error.field,
  );
  await wait(200);
  release();
  await moving;
  assert.equal(await saving, "secret");
  const row = await withCompany(web, f.companyId, (tx) => sourceById(tx, f.companyId, sourceId));
  assert.equal(row?.settings["url"], "https://new.example/calls");
  await changeSource(by, { sourceId, source: { ...input.source, settings: at("new.example") } });
});
