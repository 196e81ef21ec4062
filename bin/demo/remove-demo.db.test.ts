import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { readEnv } from "#server/env.ts";
import { openInstallation } from "#server/installation.ts";
import { createCompanyKeys, createSecrets } from "#server/keyring/index.ts";
import { createLog } from "#server/log.ts";
import { askDemoToStop, readDemoWork } from "#server/maintenance/demo/demo-note.ts";
import { removeDemo } from "#server/maintenance/demo/remove-demo.ts";
import { listAccounts } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { addCompany, addReseller, listCompanies, markDemo, removeDemoCompany } from "#server/store/companies.ts";
import { addSource, listSources } from "#server/store/sources.ts";
import { loadDemoInto } from "../demo.ts";

test("a removed demo leaves nothing of itself and everything of others, stops where it is asked to, and can be loaded again", async (t) => {
  const database = await openTestDatabase(t);
  await createSecrets(database.home);
  const env = readEnv({ GALLRA_HOME: database.home });
  const log = createLog("test", () => undefined);
  const installation = await openInstallation(env, { log, name: "test", roles: ["web", "keeper"], connections: 2 });
  t.after(() => installation.close());
  const web = database.data("web");
  const own = await addOwn();
  const inbox = join(database.home, "inbox");

  await loadDemoInto(installation);
  assert.deepEqual(readDemoWork(env.home)?.state, "done");
  const demo = (await listCompanies(web)).filter((company) => company.demo);
  assert.deepEqual(demo.map(({ slug }) => slug).sort(), ["ekdala", "norrljus", "solglantan"]);

  askDemoToStop(env.home);
  await removeDemo(installation, inbox);
  assert.equal(readDemoWork(env.home)?.state, "cancelled");
  assert.equal((await listCompanies(web)).length, 4, "stopped before it took anything");

  await removeDemo(installation, inbox);
  assert.equal(readDemoWork(env.home)?.state, "done");
  assert.deepEqual(
    (await listCompanies(web)).map(({ id, slug }) => ({ id, slug })),
    [{ id: own, slug: "egen" }],
  );
  assert.equal((await withCompany(web, own, (tx) => listSources(tx, own))).length, 1);
  assert.deepEqual(
    (await withReach(web, EVERYWHERE, (tx) => listAccounts(tx))).map(({ email }) => email),
    ["admin@gallra.example"],
  );
  for (const { id, slug } of demo) {
    assert.equal(existsSync(join(env.home, "shared", slug)), false);
    assert.equal((await withCompany(web, id, (tx) => listSources(tx, id, { removed: true }))).length, 0);
  }
  assert.equal(existsSync(join(env.home, "demo.json")), false);

  await loadDemoInto(installation);
  assert.equal((await listCompanies(web)).filter((company) => company.demo).length, 3);

  async function addOwn(): Promise<number> {
    const resellerId = await addReseller(web, "Egna huset");
    const settings = { timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: 4 };
    const rest = { kind: "private" as const, internationalPrefix: null, language: "sv" as const };
    const id = await addCompany(web, { resellerId, slug: "egen", name: "Egen", ...settings, ...rest });
    await createCompanyKeys(installation.keyring, id);
    await withCompany(web, id, (tx) =>
      addSource(tx, {
        companyId: id,
        name: "Egen källa",
        transport: "shared-file",
        driver: "flexi-cc",
        product: 3,
        settings: { path: "/srv/egen", pattern: "*", mode: "tail" },
        driverOptions: {},
        timeZone: null,
        country: null,
        outsideLine: null,
        extensionDigits: null,
        internationalPrefix: null,
        keepNames: false,
      }),
    );
    return id;
  }
});

test("the demo lets nobody into a company of somebody else that has the name of one of its own", async (t) => {
  const database = await openTestDatabase(t);
  await createSecrets(database.home);
  const env = readEnv({ GALLRA_HOME: database.home });
  const log = createLog("test", () => undefined);
  const installation = await openInstallation(env, { log, name: "test", roles: ["web", "keeper"], connections: 2 });
  t.after(() => installation.close());
  const web = database.data("web");
  const resellerId = await addReseller(web, "Egna huset");
  const rest = { kind: "private" as const, internationalPrefix: null, language: "sv" as const };
  const settings = { timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: 4 };
  const id = await addCompany(web, { resellerId, slug: "ekdala", name: "Ekdala bageri", ...settings, ...rest });
  await assert.rejects(loadDemoInto(installation), { code: "conflict" });
  assert.deepEqual(await withReach(web, EVERYWHERE, (tx) => listAccounts(tx, { companyId: id })), []);
  assert.equal((await withCompany(web, id, (tx) => listSources(tx, id))).length, 0);
});

test("no company but a closed one of the demo can be removed, and none with calls becomes the demo's", async (t) => {
  const database = await openTestDatabase(t);
  const web = database.data("web");
  const resellerId = await addReseller(web, "Egna huset");
  const rest = { kind: "private" as const, internationalPrefix: null, language: "sv" as const };
  const settings = { timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: 4 };
  const id = await addCompany(web, { resellerId, slug: "egen", name: "Egen", ...settings, ...rest });
  await assert.rejects(removeDemoCompany(database.data("keeper"), id), { code: "22023" });
  await markDemo(web, id);
  await assert.rejects(removeDemoCompany(database.data("keeper"), id), { code: "22023" });
  assert.equal((await listCompanies(web)).length, 1);
  await assert.rejects(database.data("web")`select data.remove_demo_company(${id})`, { code: "42501" });
});
