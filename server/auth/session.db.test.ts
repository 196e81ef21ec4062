import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { AppError } from "../domain/app-error.ts";
import { IDLE_MS } from "../domain/session-limits.ts";
import type { Profile } from "../domain/permissions.ts";
import { type OpenInstallation, openInstallation } from "../installation.ts";
import { createSecrets } from "../keyring/index.ts";
import { createLog } from "../log.ts";
import { addAccount, changeAccount, listAccounts } from "../store/accounts.ts";
import { EVERYWHERE, withReach } from "../store/reach.ts";
import { addCompany, addReseller, closeCompany } from "../store/companies.ts";
import { changePassword } from "./change-password.ts";
import { hashPassword } from "./password.ts";
import { readSession } from "./session.ts";
import { openSessionToken, sealSessionToken } from "./session-token.ts";
import { signIn } from "./sign-in.ts";
import { SlowDown } from "./throttle.ts";
import { PLACE } from "../store/place-fixture.ts";

const PASSWORD = "Ekorre-tallkotte-9";

test("an ended, revoked, idle or foreign session opens nothing, and a changed right works on the next request", async (t) => {
  const { installation, time, web, companies, add } = await scene(t);
  const { token } = await signIn(installation, await add("anna@one.example", "company-administrator"), PORTAL);
  const read = () => readSession(installation, token, null);
  assert.equal((await read())?.actor.profile, "company-administrator");
  assert.equal((await read())?.company?.id, companies[0]);
  assert.equal(await readSession(installation, randomBytes(32).toString("base64url"), null), null);

  const account = await accountOf(web, "anna@one.example");
  await withReach(web, EVERYWHERE, (tx) => changeAccount(tx, { ...account, profile: "dpo" }));
  assert.equal((await read())?.actor.profile, "dpo");
  await withReach(web, EVERYWHERE, (tx) => changeAccount(tx, { ...account, disabledAt: time.now }));
  assert.equal(await read(), null);
  await withReach(web, EVERYWHERE, (tx) => changeAccount(tx, { ...account, disabledAt: null }));
  assert.notEqual(await read(), null);

  time.now = new Date(time.now.getTime() + IDLE_MS - 1000);
  assert.notEqual(await read(), null, "an hour less a second");
  time.now = new Date(time.now.getTime() + IDLE_MS + 1000);
  assert.equal(await read(), null, "nobody was there for an hour");
});

test("no session outlives twelve hours of work", async (t) => {
  const { installation, time, add } = await scene(t);
  const { token } = await signIn(installation, await add("anna@one.example", "dpo"), PORTAL);
  for (let minutes = 0; minutes < 12 * 60 - 30; minutes += 30) {
    time.now = new Date(time.now.getTime() + 30 * 60_000);
    assert.notEqual(await readSession(installation, token, null), null, `${minutes + 30} min`);
  }
  time.now = new Date(time.now.getTime() + 31 * 60_000);
  assert.equal(await readSession(installation, token, null), null);
});

test("closing a company takes its people's sessions with it", async (t) => {
  const { installation, time, web, companies, add } = await scene(t);
  const { token } = await signIn(installation, await add("anna@one.example", "company-administrator"), PORTAL);
  await closeCompany(web, companies[0], time.now);
  assert.equal(await readSession(installation, token, null), null);
});

test("a changed password ends every other session of the account, and nobody else's", async (t) => {
  const { installation, add } = await scene(t);
  const anna = await add("anna@one.example", "dpo");
  const open = async (who: { email: string; password: string }) => (await signIn(installation, who, PORTAL)).token;
  const read = (token: string) => readSession(installation, token, null);
  const [here, elsewhere, bert] = [
    await open(anna),
    await open(anna),
    await open(await add("bert@one.example", "dpo")),
  ];
  const session = await read(here);
  assert.ok(session !== null);
  const ctx = { ...installation, actor: session.actor, session };
  await assert.rejects(changePassword(ctx, { current: "not this one", next: "Granbarr-lavskrika-7" }), AppError);
  assert.notEqual(await read(elsewhere), null, "a wrong password ends nothing");
  await changePassword(ctx, { current: PASSWORD, next: "Granbarr-lavskrika-7" });
  assert.deepEqual([await read(elsewhere)], [null]);
  assert.ok((await read(here)) !== null && (await read(bert)) !== null);
});

test("every refusal of a sign-in is the same sentence, and guessing is slowed for known and unknown accounts alike", async (t) => {
  const { installation, web, add, time } = await scene(t);
  const { email } = await add("anna@one.example", "dpo");
  const off = await add("off@one.example", "dpo");
  await withReach(web, EVERYWHERE, async (tx) =>
    changeAccount(tx, { ...(await accountOf(web, off.email)), disabledAt: time.now }),
  );
  const sentences = new Set<string>();
  for (const attempt of [{ email, password: "wrong" }, { email: "nobody@one.example", password: "wrong" }, off]) {
    await assert.rejects(signIn(installation, attempt, PORTAL), (error) => {
      assert.ok(error instanceof AppError && error.code === "not-signed-in");
      sentences.add(error.message);
      return true;
    });
  }
  assert.equal(sentences.size, 1);
  for (const name of [email, "nobody@one.example"]) {
    for (let i = 0; i < 5; i++)
      await signIn(installation, { email: name, password: "wrong" }, PORTAL).catch(() => undefined);
    await assert.rejects(signIn(installation, { email: name, password: PASSWORD }, PORTAL), SlowDown);
  }
});

test("the cookie holds an opaque token that only this home's secret opens", async () => {
  const secret = randomBytes(32).toString("hex");
  const cookie = await sealSessionToken("the-token", secret);
  assert.equal(await openSessionToken(cookie, secret), "the-token");
  assert.equal(await openSessionToken(cookie, randomBytes(32).toString("hex")), null);
  // Not its last sign: some of its bits mean nothing.
  const forged = cookie.replace(
    /\.(.)([^.]*)$/,
    (_, first: string, rest: string) => `.${first === "A" ? "B" : "A"}${rest}`,
  );
  assert.notEqual(forged, cookie);
  assert.equal(await openSessionToken(forged, secret), null);
  assert.ok(!Buffer.from(cookie.split(".")[3] ?? "", "base64url").includes("the-token"));
});

const PORTAL = { address: null, via: "portal" } as const;

interface Scene {
  readonly installation: OpenInstallation;
  readonly time: { now: Date };
  readonly web: Awaited<ReturnType<typeof openTestDatabase>>["data"] extends (role: "web") => infer S ? S : never;
  readonly companies: readonly [number, number];
  add(email: string, profile: Profile): Promise<{ email: string; password: string }>;
}

async function scene(t: TestContext): Promise<Scene> {
  const database = await openTestDatabase(t);
  await createSecrets(database.home);
  mkdirSync(join(database.home, "ledger"), { recursive: true });
  writeFileSync(join(database.home, "secrets", "auth.secret"), randomBytes(32).toString("hex"));
  const time = { now: new Date("2026-05-04T08:00:00Z") };
  const env = { home: database.home, host: "127.0.0.1", port: 8443, release: "test" };
  const log = createLog("test", () => undefined);
  const installation = await openInstallation(env, {
    log,
    name: "test",
    roles: ["web"],
    clock: () => time.now,
    connections: 2,
  });
  t.after(() => installation.close());
  const web = database.data("web");
  const resellerId = await addReseller(web, "Reseller");
  const company = (slug: string) =>
    addCompany(web, {
      resellerId,
      slug,
      name: slug,
      ...PLACE,
    });
  const companies: readonly [number, number] = [await company("one"), await company("two")];
  const add = async (email: string, profile: Profile) => {
    const passwordHash = await hashPassword(PASSWORD, email);
    const place = { resellerId, scopeCompanyId: companies[0] };
    await withReach(web, EVERYWHERE, (tx) =>
      addAccount(tx, {
        ...place,
        id: randomUUID(),
        email,
        name: email,
        passwordHash,
        profile,
        language: null,
        mustChangePassword: false,
      }),
    );
    return { email, password: PASSWORD };
  };
  return { installation, time, web, companies, add };
}

async function accountOf(web: Scene["web"], email: string) {
  const found = (await withReach(web, EVERYWHERE, (tx) => listAccounts(tx))).find((account) => account.email === email);
  assert.ok(found);
  return found;
}
