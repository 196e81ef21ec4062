import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { readEnv } from "#server/env.ts";
import { createSecrets } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { listAccounts } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { listCompanies } from "#server/store/companies.ts";
import { listSources } from "#server/store/sources.ts";
import { loadDemo } from "../demo.ts";
import { readFirstSignIns } from "../first-sign-in.ts";
import { readDemoNote } from "./note.ts";

test("a home becomes a demo with companies, running sources, people and files; loading it again changes nothing", async (t) => {
  const database = await openTestDatabase(t);
  await createSecrets(database.home);
  const env = readEnv({ GALLRA_HOME: database.home });
  const log = createLog("test", () => undefined);

  const look = async () => {
    const web = database.data("web");
    const companies = await listCompanies(web);
    const sources = await Promise.all(companies.map(({ id }) => withCompany(web, id, (tx) => listSources(tx, id))));
    const folders = sources.flat().map((source) => String(source.settings["path"]));
    return {
      slugs: companies.map((company) => company.slug).sort(),
      sources: sources
        .flat()
        .map((source) => `${source.driver} ${source.state}`)
        .sort(),
      files: folders.flatMap((folder) => readdirSync(folder)).sort(),
      emails: (await withReach(web, EVERYWHERE, (tx) => listAccounts(tx))).map((account) => account.email).sort(),
      told: readFirstSignIns(database.home)
        .map((signIn) => signIn.email)
        .sort(),
      writtenUntil: readDemoNote(database.home)?.writtenUntil,
      shared: folders.every((folder) => folder.startsWith(join(database.home, "shared"))),
    };
  };

  await loadDemo(env, log);
  const first = await look();
  assert.deepEqual(first.slugs, ["ekdala", "norrljus", "solglantan"]);
  assert.deepEqual(first.sources, [
    "asterisk-cdr-csv running",
    "flexi-call-history running",
    "flexi-cc running",
    "flexi-tid running",
  ]);
  assert.ok(first.files.length >= 16 && first.shared);
  assert.equal(first.emails.length, 8);
  assert.deepEqual(first.told, first.emails);

  await loadDemo(env, log);
  assert.deepEqual(await look(), first);
});
