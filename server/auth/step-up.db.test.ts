import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test, type TestContext } from "node:test";
import { makeWorld } from "#bench/tenants/world.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { isSteppedUp, requireStepUp, STEP_UP_MS } from "../domain/step-up.ts";
import { createLog } from "../log.ts";
import { addAccount } from "../store/accounts.ts";
import { EVERYWHERE, withReach } from "../store/reach.ts";
import { withInstallation } from "../store/audit.ts";
import { closeSession } from "./close-session.ts";
import { changePassword } from "./change-password.ts";
import { forgetEnded } from "./forget-ended.ts";
import { endOtherSessions, endOwnSession, listOwnSessions } from "./own-sessions.ts";
import { hashPassword } from "./password.ts";
import { readSession } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { stepUp } from "./step-up.ts";
import { countGuess, SlowDown } from "./throttle.ts";

const PASSWORD = "Ekorre-tallkotte-9";

test("a sign-in counts as proof for a quarter of an hour, then the password is asked for again", async (t) => {
  const { time, open, actAs } = await scene(t);
  const token = await open();
  requireStepUp(await actAs(token));
  time.now = new Date(time.now.getTime() + STEP_UP_MS + 1000);
  const stale = await actAs(token);
  assert.throws(() => requireStepUp(stale), { code: "step-up" });
  await assert.rejects(stepUp(stale, { password: "not this one" }), { code: "bad-input" });
  assert.equal(isSteppedUp(await actAs(token)), false, "a wrong password proves nothing");
  await stepUp(stale, { password: PASSWORD });
  requireStepUp(await actAs(token));
  const elsewhere = await open();
  time.now = new Date(time.now.getTime() + STEP_UP_MS + 1000);
  await stepUp(await actAs(elsewhere), { password: PASSWORD });
  assert.equal(isSteppedUp(await actAs(token)), false, "one session's proof is not another's");
});

test("an open screen is no place to guess: proofs and changes of the password share one lock that ends by itself", async (t) => {
  const { time, open, actAs, audit } = await scene(t);
  const ctx = await actAs(await open());
  for (let i = 0; i < 3; i++) await assert.rejects(stepUp(ctx, { password: "wrong" }), { code: "bad-input" });
  for (let i = 0; i < 2; i++)
    await assert.rejects(changePassword(ctx, { current: "wrong", next: "Granbarr-lavskrika-7" }), {
      code: "bad-input",
    });
  await assert.rejects(stepUp(ctx, { password: PASSWORD }), SlowDown);
  await assert.rejects(changePassword(ctx, { current: PASSWORD, next: "Granbarr-lavskrika-7" }), SlowDown);
  time.now = new Date(time.now.getTime() + 2_000);
  await stepUp(ctx, { password: PASSWORD });
  const written = (await audit()).map(({ action }) => action);
  assert.equal(written.filter((action) => action === "session.step-up-refused").length, 3);
  assert.equal(written.filter((action) => action === "password.refused").length, 2);
  assert.equal(written.filter((action) => action === "session.step-up").length, 1);
});

test("forty guesses at once get no more tries than one after another, in two processes as in one", async (t) => {
  const { installation, second, email, audit } = await scene(t);
  const guess = (i: number) =>
    signIn(
      i % 2 === 0 ? installation : second,
      { email, password: `wrong-${i}` },
      { address: "192.0.2.7", via: "portal" },
    );
  const answers = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => guess(i)));
  const reasons = answers.map((one) => (one.status === "rejected" ? one.reason : null));
  assert.equal(reasons.filter((reason) => reason instanceof SlowDown).length, 35);
  const refusals = (await audit()).filter(({ action }) => action === "session.refused");
  assert.deepEqual([refusals.length, new Set(refusals.map(({ ip }) => ip)).size], [5, 1]);
  await assert.rejects(
    signIn(second, { email, password: PASSWORD }, { address: "192.0.2.7", via: "portal" }),
    SlowDown,
  );
  // Somebody else's guesses do not keep the person out, who comes from another address.
  await signIn(second, { email, password: PASSWORD }, { address: "192.0.2.8", via: "portal" });
});

test("a network that tries name after name is stopped, whichever of its addresses it takes, and leaves nothing more behind", async (t) => {
  const { installation, db } = await scene(t);
  const guess = (i: number) =>
    countGuess(installation, {
      kind: "sign-in",
      of: `${i}@nobody.example`,
      address: `2001:db8:0:7::${i.toString(16)}`,
    });
  const rows = async () => Number((await db.data("owner")`select count(*) as n from data.throttle`)[0]?.["n"]);
  for (let i = 0; i < 50; i++) await guess(i);
  const known = await rows();
  for (let i = 50; i < 60; i++) await assert.rejects(guess(i), SlowDown);
  assert.equal(await rows(), known);
  await countGuess(installation, { kind: "sign-in", of: "51@nobody.example", address: "2001:db8:0:8::1" });
});

test("an unknown account is refused like a known one, and what was typed for it stands nowhere", async (t) => {
  const { installation, db, lines } = await scene(t);
  const typed = "hemligt-lösenord@nobody.example";
  await assert.rejects(signIn(installation, { email: typed, password: "x" }, { address: null, via: "portal" }), {
    code: "not-signed-in",
  });
  const rows = await withInstallation(db.data("owner"), (tx) => tx`select * from data.audit where company_id = 0`);
  assert.equal(rows.at(-1)?.["action"], "session.refused");
  assert.doesNotMatch(JSON.stringify(rows) + lines.join("\n"), /hemligt|nobody\.example/);
  const tallies = await db.data("owner")`select encode(key, 'escape') as key from data.throttle`;
  assert.ok(tallies.length > 0 && !JSON.stringify(tallies).includes("nobody"));
});

test("one's own sessions are listed and ended one by one or all but this one, and never another person's", async (t) => {
  const { installation, open, actAs, otherToken, audit } = await scene(t);
  const [here, there, third] = [await open(), await open("192.0.2.9"), await open()];
  const ctx = await actAs(here);
  const { sessions } = await listOwnSessions(ctx);
  assert.equal(sessions.length, 3);
  assert.deepEqual(
    sessions.filter((one) => one.here).map((one) => one.id),
    [ctx.actor.sessionId],
  );
  const away = sessions.find((one) => one.address === "192.0.2.9");
  assert.equal(away?.agent, "firefox linux");
  const alive = async (token: string) => (await readSession(installation, token, null)) !== null;
  const stranger = await readSession(installation, otherToken, null);
  assert.deepEqual(await endOwnSession(ctx, { sessionId: stranger?.actor.sessionId ?? "" }), { ended: 0 });
  assert.deepEqual(await endOwnSession(ctx, { sessionId: away?.id ?? "" }), { ended: 1 });
  assert.deepEqual(await Promise.all([here, there, third, otherToken].map(alive)), [true, false, true, true]);
  assert.deepEqual(await endOtherSessions(ctx), { ended: 1 });
  const before = (await audit()).length;
  await closeSession(installation, third, null);
  assert.equal((await audit()).length, before, "a session that is over is not signed out of");
  assert.deepEqual(await Promise.all([here, third, otherToken].map(alive)), [true, false, true]);
  await closeSession(installation, here, null);
  assert.equal(await alive(here), false);
  assert.equal((await audit()).at(-1)?.action, "session.close");
});

test("signing in again in the same browser ends the session it came with; a week later nothing is left of an ended one", async (t) => {
  const { installation, time, email, db, open } = await scene(t);
  const first = await open();
  const again = { address: null, via: "portal", replaces: first } as const;
  const { token } = await signIn(installation, { email, password: PASSWORD }, again);
  assert.equal(await readSession(installation, first, null), null);
  assert.notEqual(token, first);
  const count = async () => Number((await db.data("owner")`select count(*) as n from data.session`)[0]?.["n"]);
  const before = await count();
  time.now = new Date(time.now.getTime() + 6 * 86_400_000);
  assert.equal((await forgetEnded({ ...installation, sql: { keeper: db.data("keeper") } })).sessions, 0);
  time.now = new Date(time.now.getTime() + 2 * 86_400_000);
  const { sessions } = await forgetEnded({ ...installation, sql: { keeper: db.data("keeper") } });
  assert.deepEqual([sessions, await count()], [before, 0]);
});

async function scene(t: TestContext) {
  const db = await openTestDatabase(t);
  const world = await makeWorld(db);
  t.after(() => world.close());
  const time = { now: new Date() };
  const lines: string[] = [];
  const log = createLog("test", (line) => void lines.push(line));
  const installation = { ...world.installation, clock: () => time.now, log };
  // A second process: pools of its own, nothing shared but the database and the home.
  const second = { ...installation, sql: { web: db.data("web") } };
  const web = db.data("web");
  const add = async (email: string) => {
    const account = { resellerId: world.own.resellerId, scopeCompanyId: world.own.companyId, language: null };
    const rest = { name: email, profile: "company-administrator" as const, mustChangePassword: false };
    await withReach(web, EVERYWHERE, async (tx) =>
      addAccount(tx, {
        ...account,
        ...rest,
        id: randomUUID(),
        email,
        passwordHash: await hashPassword(PASSWORD, email),
      }),
    );
  };
  const email = "anna@step.example";
  await add(email);
  await add("bert@step.example");
  const open = async (address: string | null = null, who = email) =>
    (await signIn(installation, { email: who, password: PASSWORD }, { address, via: "portal", agent: "firefox linux" }))
      .token;
  const actAs = async (token: string) => {
    const session = await readSession(installation, token, null);
    if (session === null) throw new AppError("not-signed-in", "the test's session is over");
    return { ...installation, actor: session.actor, session };
  };
  const audit = async () => {
    const { companyId } = world.own;
    return await withCompany(
      db.data("owner"),
      companyId,
      (tx) =>
        tx<
          { action: string; ip: string | null }[]
        >`select action, ip from data.audit where company_id = ${companyId} order by seq`,
    );
  };
  return {
    db,
    installation,
    second,
    time,
    lines,
    email,
    open,
    actAs,
    audit,
    otherToken: await open(null, "bert@step.example"),
  };
}
