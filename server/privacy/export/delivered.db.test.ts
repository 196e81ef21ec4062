import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { fetchExport, issueExportLink } from "../fetch-export.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { reSearch } from "../re-search/re-search.ts";
import { requestExport, type RequestExportInput } from "../request-export.ts";
import { runExport } from "../run-export.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const PASSPHRASE = "fyra ovanliga ord räcker";

async function stage(t: { after(fn: () => Promise<void>): void }): Promise<PrivacyFixture> {
  const fixture = await house.beside(t);
  const parties = [
    { role: "calling", class: "phone", text: NUMBER },
    { role: "called", class: "phone", text: "+46701740611" },
  ] as const;
  await fixture.store(
    [0, 1, 2].map((i) => ({ at: new Date(Date.UTC(2026, 5, 10, 12, i)), extension: "0300", parties })),
  );
  return fixture;
}

async function deliver(fixture: PrivacyFixture, options: Partial<RequestExportInput>) {
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const { exportId } = await requestExport(ctx, { selectionId, ...options });
  await runExport(ctx, exportId);
  const again = async () => {
    const { token } = await issueExportLink(ctx, { exportId });
    const file = await fetchExport(ctx, { exportId, token });
    const bytes = await buffer(file.stream);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256);
    assert.equal(bytes.length, file.bytes);
    return { ...file, bytes };
  };
  const file = await again();
  assert.deepEqual((await again()).bytes, file.bytes, "every download is the same file");
  return file;
}

const asOwner = <T>(fixture: PrivacyFixture, work: (tx: Tx) => Promise<T>) =>
  withCompany(fixture.db.data("owner"), fixture.companyId, work);

function folderFor(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "gallra-export-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

test("a workbook keeps plus and zero of a number, and its dates are dates", async (t) => {
  const file = await deliver(await stage(t), { format: "xlsx" });
  assert.match(file.fileName, /\.xlsx$/);
  const sheet = strFromU8(unzipSync(file.bytes)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  assert.match(sheet, new RegExp(`<t xml:space="preserve">\\${NUMBER}</t>`));
  assert.match(sheet, /<t xml:space="preserve">0300<\/t>/);
  // 2026-06-10 14:00 by the clock of Stockholm, as days since 1899-12-30.
  assert.match(sheet, /<c s="2"><v>46183\.58333/);
  assert.equal(sheet.match(/<row>/g)?.length, 4);
});

test("LibreOffice opens the workbook", {
  skip: has("soffice") ? false : "soffice is not installed here",
}, async (t) => {
  const file = await deliver(await stage(t), { format: "xlsx" });
  const folder = folderFor(t);
  writeFileSync(join(folder, "a.xlsx"), file.bytes);
  const args = [
    "--headless",
    `-env:UserInstallation=file://${folder}/profile`,
    "--convert-to",
    "csv",
    "--outdir",
    folder,
  ];
  execFileSync("soffice", [...args, join(folder, "a.xlsx")], { stdio: "ignore", timeout: 120_000 });
  const rows = parse(readFileSync(join(folder, "a.csv")), { columns: true }) as Record<string, string>[];
  assert.equal(rows.length, 3);
  assert.equal(rows[0]?.["number"], NUMBER);
  assert.equal(rows[0]?.["extension"], "0300");
  assert.equal(rows[0]?.["date (Europe/Stockholm)"], "2026-06-10 14:02:00");
  assert.equal(rows[0]?.["duration_seconds"], "61");
});

test("an export for a key opens with that key alone", async (t) => {
  const identity = await generateX25519Identity();
  const file = await deliver(await stage(t), {
    format: "csv-exact",
    encryptFor: { recipient: await identityToRecipient(identity) },
  });
  assert.match(file.fileName, /\.csv\.age$/);
  assert.ok(!file.bytes.includes("1740605"));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  assert.ok((await decrypter.decrypt(file.bytes, "text")).includes(NUMBER));
  const stranger = new Decrypter();
  stranger.addIdentity(await generateX25519Identity());
  await assert.rejects(stranger.decrypt(file.bytes));
});

test("the program age opens an export for a key", {
  skip: has("age") ? false : "age is not installed here",
}, async (t) => {
  const identity = await generateX25519Identity();
  const file = await deliver(await stage(t), {
    format: "xlsx",
    encryptFor: { recipient: await identityToRecipient(identity) },
  });
  const folder = folderFor(t);
  writeFileSync(join(folder, "key"), `${identity}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "a.age"), file.bytes);
  const plain = execFileSync("age", ["-d", "-i", join(folder, "key"), join(folder, "a.age")]);
  assert.ok(Object.keys(unzipSync(plain)).includes("xl/workbook.xml"));
});

test("the program age opens an export with its passphrase", {
  skip: has("age") && has("script") ? false : "age or script is not installed here",
}, async (t) => {
  const file = await deliver(await stage(t), { format: "json", encryptFor: { passphrase: PASSPHRASE } });
  const folder = folderFor(t);
  writeFileSync(join(folder, "a.age"), file.bytes);
  // age reads a passphrase from a terminal and from nothing else: script is one.
  const command = `age -d -o ${join(folder, "plain")} ${join(folder, "a.age")}`;
  execFileSync("script", ["-qec", command, "/dev/null"], {
    input: `${PASSPHRASE}\n`,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const { hits } = JSON.parse(readFileSync(join(folder, "plain"), "utf8")) as { hits: unknown[] };
  assert.equal(hits.length, 3);
});

test("a passphrase opens the file, and stands nowhere in what is kept", async (t) => {
  const fixture = await stage(t);
  const file = await deliver(fixture, { format: "csv-exact", encryptFor: { passphrase: PASSPHRASE } });
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PASSPHRASE);
  assert.ok((await decrypter.decrypt(file.bytes, "text")).includes(NUMBER));
  const [row] = await asOwner(
    fixture,
    (tx) => tx`select e::text as text, encode(envelope, 'escape') as envelope from data.export_job e`,
  );
  assert.ok(String(row?.["text"]).includes("age-passphrase"));
  assert.ok(!`${row?.["text"]}${row?.["envelope"]}`.includes("ovanliga"));
  const audited = await asOwner(fixture, (tx) => tx`select a::text as text from data.audit a`);
  assert.ok(audited.some((one) => String(one["text"]).includes("age-passphrase")));
  assert.ok(audited.every((one) => !String(one["text"]).includes("ovanliga")));
});

test("what is no public key is refused before anything is made", async (t) => {
  const fixture = await stage(t);
  for (const recipient of ["age1notakeyatallnotakeyatall", await generateX25519Identity(), "ssh-ed25519 AAAAC3Nza"]) {
    await assert.rejects(deliver(fixture, { encryptFor: { recipient } }), { code: "bad-input" });
  }
  const rows = await asOwner(fixture, (tx) => tx`select id from data.export_job`);
  assert.equal(rows.length, 0);
});

test("a re-search finds somebody in a file that is text, packed or encrypted", async (t) => {
  const fixture = await stage(t);
  const ctx = fixture.as("company-administrator");
  const identity = await identityToRecipient(await generateX25519Identity());
  await deliver(fixture, { format: "csv-exact" });
  await deliver(fixture, { format: "xlsx" });
  await deliver(fixture, { format: "json", encryptFor: { recipient: identity } });
  const look = async (canonical: string) => {
    const { found, searched } = await reSearch(ctx, {
      subjects: [],
      needles: [{ class: "phone", canonical }],
      before: new Date(fixture.time.now.getTime() + 1000),
      inbox: (async function* () {})(),
    });
    return [searched.exports, found.exports, searched.unreadable];
  };
  assert.deepEqual(await look(NUMBER), [3, 3, 0]);
  assert.deepEqual(await look("+46701740699"), [3, 0, 0]);
});
