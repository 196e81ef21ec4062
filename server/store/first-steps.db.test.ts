import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { addCompany, addReseller } from "./companies.ts";
import { companySteps } from "./first-steps.ts";
import { addSource } from "./sources.ts";

test("a step is behind a company when its own rows show it, and never by another company's", async (t) => {
  const database = await openTestDatabase(t);
  const web = database.data("web");
  const resellerId = await addReseller(web, "Huset");
  const rest = { kind: "private" as const, internationalPrefix: null, language: "sv" as const };
  const site = { timeZone: "Europe/Stockholm", country: "SE", outsideLine: null, extensionDigits: 4 };
  const [one, other] = [
    await addCompany(web, { resellerId, slug: "ett", name: "Ett", ...site, ...rest }),
    await addCompany(web, { resellerId, slug: "annat", name: "Annat", ...site, ...rest }),
  ];
  const look = (id: number) => withCompany(web, id, (tx) => companySteps(tx, id), { readOnly: true });
  assert.deepEqual(await look(one), { source: false, collected: false, searched: false });
  await withCompany(web, one, (tx) =>
    addSource(tx, {
      companyId: one,
      name: "Källa",
      transport: "shared-file",
      driver: "flexi-cc",
      product: 3,
      settings: { path: "/srv/ett", pattern: "*", mode: "tail" },
      driverOptions: {},
      ...{ timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null },
      keepNames: false,
    }),
  );
  assert.deepEqual(await look(one), { source: true, collected: false, searched: false });
  assert.deepEqual(await look(other), { source: false, collected: false, searched: false });
});
