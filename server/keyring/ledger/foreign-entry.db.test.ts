import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { test } from "node:test";
import { createCompanyKeys, findSubjects, openIntent, openKeyring, resolveSubjects } from "../index.ts";
import { temporarySecrets } from "../secrets.ts";
import { openTestKeyring, wanted } from "../test-keyring.ts";
import { writeEntry } from "./entry.ts";
import { ledgerFile, readHead } from "./ledger-file.ts";

test("an entry that this installation did not sign destroys nothing, however well it follows the one before it", async (t) => {
  const { options, time } = await openTestKeyring(t);
  const k = await openKeyring(options);
  await createCompanyKeys(k, 8);
  const [gone, stays] = await resolveSubjects(k, 8, [wanted("+46701740605"), wanted("+46701740611")]);
  const destroy = { intentId: "00000000-0000-4000-8000-000000000001", watermarks: [], until: "2026-12-31" };
  await openIntent(k, 8, { ...destroy, subjectIds: [gone?.subjectId ?? Buffer.alloc(16)], before: time.now });
  const { signing } = await temporarySecrets();
  const ids = [stays?.subjectId?.toString("hex") ?? ""];
  const draft = { kind: "subjects", companyId: 8, ids } as const;
  const { line } = writeEntry(signing, readHead(options.ledgerDir), time.now, draft);
  appendFileSync(ledgerFile(options.ledgerDir), `${line}\n`);
  await assert.rejects(openKeyring(options), { code: "unavailable" });
  assert.equal((await findSubjects(k, 8, { class: 1, canonical: "+46701740611" })).length, 1);
});
