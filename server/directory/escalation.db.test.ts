import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Actor, Context } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { PROFILES, type Profile, reachOf } from "../domain/permissions.ts";
import { rightsOf } from "../domain/rights.ts";
import { addAccount, listAccounts } from "../store/accounts.ts";
import { EVERYWHERE, withReach } from "../store/reach.ts";
import { addPerson } from "./add-person.ts";
import { changePerson } from "./change-person.ts";

test("nobody makes or changes a person above their own profile, or in another company, or moves one to another reach", async (t) => {
  const database = await openTestDatabase(t);
  const world = await makeWorld(database);
  try {
    const web = database.data("web");
    const { own, other } = world;
    const actAs = (profile: Profile): Context => ({ ...world.installation, actor: actorOf(profile, own) });
    const made = new Map<string, string>();
    for (const place of [own, other]) {
      for (const profile of PROFILES) {
        const id = randomUUID();
        const [wide, everywhere] = [reachOf(profile) === "reseller", reachOf(profile) === "installation"];
        const resellerId = everywhere ? null : place.resellerId;
        const scopeCompanyId = wide || everywhere ? null : place.companyId;
        const rest = { name: profile, passwordHash: "x", profile, language: null, mustChangePassword: true };
        await withReach(web, EVERYWHERE, (tx) =>
          addAccount(tx, { id, resellerId, scopeCompanyId, email: `${id}@people.example`, ...rest }),
        );
        made.set(`${place === own ? "own" : "other"} ${profile}`, id);
      }
    }
    const before = await withReach(web, EVERYWHERE, (tx) => listAccounts(tx));
    const allowed: string[] = [];
    const attempt = async (what: string, work: Promise<unknown>) => {
      const answer = await work.then(() => "done", refusalOf);
      if (answer === "done") allowed.push(what);
    };
    for (const by of ["company-administrator", "reseller", "dpo", "supervisor", "end-user"] as const) {
      for (const place of [own, other]) {
        for (const profile of PROFILES) {
          const where = place === own ? "own" : "other";
          const legal = place === own && !["reseller", "system-administrator"].includes(profile);
          if (legal && (by === "reseller" || by === "company-administrator")) continue;
          const person = { email: `${randomUUID()}@new.example`, name: "N", profile, password: "Ekorre-tallkotte-9" };
          const at = { companyId: place.companyId, resellerId: place.resellerId, language: null };
          await attempt(`${by} makes ${where} ${profile}`, addPerson(actAs(by), { ...person, ...at }));
          const accountId = made.get(`${where} ${profile}`) ?? "";
          for (const change of [{ disabled: true }, { name: "Taken" }, { profile: "company-administrator" as const }])
            await attempt(`${by} changes ${where} ${profile}`, changePerson(actAs(by), { accountId, ...change }));
        }
      }
      const below = made.get("own supervisor") ?? "";
      for (const profile of ["reseller", "system-administrator"] as const)
        await attempt(`${by} raises to ${profile}`, changePerson(actAs(by), { accountId: below, profile }));
    }
    assert.deepEqual(allowed, []);
    assert.deepEqual(await withReach(web, EVERYWHERE, (tx) => listAccounts(tx)), before);
    // The same attempt within one's right goes through: the refusals above are not for another reason.
    await changePerson(actAs("company-administrator"), { accountId: made.get("own supervisor") ?? "", profile: "dpo" });
  } finally {
    await world.close();
  }
});

function actorOf(profile: Profile, at: { companyId: number; resellerId: number }): Actor {
  const wide = reachOf(profile) === "reseller";
  const ids = { accountId: randomUUID(), sessionId: randomUUID() };
  return {
    ...rightsOf(profile),
    ...ids,
    name: profile,
    resellerId: at.resellerId,
    companyId: wide ? null : at.companyId,
    via: "portal",
    steppedUpAt: new Date(),
    address: null,
  };
}

function refusalOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  throw error;
}
