import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { createLog } from "../../log.ts";
import { playAuthority } from "../../sources/http/played-authority.ts";
import { readCompanyOverview } from "../company-overview.ts";
import { writeDown } from "../alarms/write-down.ts";
import { setGuard } from "../guard/set-guard.ts";
import { watchAll } from "../guard/watch-all.ts";
import { deliverMessage } from "./deliver-message.ts";
import { decoded, openDelivery } from "./delivery-fixture.ts";
import { dueMessages } from "./due-messages.ts";
import { listMessages } from "./list-messages.ts";
import { companyOwner } from "./owner.ts";
import { playMailServer } from "./played-mail-server.ts";
import { saveRecipient } from "./save-recipient.ts";
import { sendTest } from "./send-test.ts";
import { watchAlarms } from "./watch-alarms.ts";

type Delivery = Awaited<ReturnType<typeof openDelivery>>;
const MAIL = { way: "mail", address: "drift@example.org", language: "en", scope: "all" } as const;

const raise = (f: Delivery, ids: readonly string[]) =>
  withCompany(f.db.data("web"), f.companyId, (tx) =>
    writeDown(tx, f.companyId, {
      alarms: ids.map((id) => ({ id, kind: "source-failed", since: null })),
      covers: (kind) => kind === "source-failed",
      now: f.time.now,
    }),
  );
const states = async (f: Delivery) =>
  (await listMessages(f.by, f.owner)).messages.map(({ state, problem, attempts }) => [state, problem, attempts]);

test("a webhook that fails is called again with the same id, later each time, for a day; then somebody else is told", async (t) => {
  let status = 500;
  const f = await openDelivery(t, (_, response) => {
    response.writeHead(status, status === 429 ? { "retry-after": "600" } : { location: "https://elsewhere.example/" });
    response.end("x".repeat(1_000_000));
  });
  f.allow();
  await f.useRelay();
  await saveRecipient(f.by, f.owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  await raise(f, ["source-failed 1"]);
  const problems: unknown[] = [];
  for (const one of [500, 302, 403, 429]) {
    status = one;
    await f.deliver();
    problems.push((await states(f))[0]?.[1]);
    f.later(6);
  }
  assert.deepEqual(problems, ["other-side-failed", "redirected", "wrong-credentials", "rate-limited"]);
  assert.equal(await f.deliver(), 0, "it was asked to wait ten minutes");
  f.later(6);
  status = 500;
  assert.equal(await f.deliver(), 1);
  const idOf = ({ headers }: (typeof f.hook.asked)[number]) => headers["webhook-id"];
  const [first, ...others] = new Set(f.hook.asked.map(idOf));
  assert.deepEqual(others, []);
  const tries = () => f.hook.asked.filter((one) => idOf(one) === first).length;

  await saveRecipient(f.by, f.owner, MAIL);
  await watchAlarms(f.installation, { checks: async () => [] });
  await f.deliver();
  const told = f.relay.mails.filter(({ text }) => /Alarm messages to a recipient do not arrive/.test(decoded(text)));
  assert.equal(told.length, 1);
  const { alarms } = await readCompanyOverview(f.by);
  assert.ok(
    alarms.some(({ kind, figures }) => kind === "delivery-failed" && figures["name"] === `127.0.0.1:${f.hook.port}`),
  );

  for (let hours = 0; hours < 26; hours++) {
    f.later(62);
    await f.deliver();
  }
  assert.deepEqual((await states(f)).find(([state]) => state === "failed")?.slice(0, 2), [
    "failed",
    "other-side-failed",
  ]);
  const all = tries();
  assert.ok(all > 20 && all < 40, `${all}`);
  f.later(600);
  await f.deliver();
  assert.equal(tries(), all);
});

test("a worker that is killed while it sends loses nothing: the message goes again with its id", async (t) => {
  let answers = false;
  const f = await openDelivery(t, (_, response) => {
    if (answers) response.end();
  });
  f.allow();
  await saveRecipient(f.by, f.owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  await raise(f, ["source-failed 1"]);
  const [due] = await dueMessages(f.installation);
  assert.ok(due !== undefined);
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "testing", "worker-child.ts"),
      f.db.home,
      f.time.now.toISOString(),
      "deliver",
      `${due.companyId}`,
      due.messageId,
    ],
    { stdio: "ignore" },
  );
  for (let tries = 0; tries < 600 && f.hook.asked.length === 0; tries++)
    await new Promise((done) => setTimeout(done, 50));
  assert.equal(f.hook.asked.length, 1);
  child.kill("SIGKILL");
  await once(child, "exit");
  answers = true;
  assert.equal(await f.deliver(), 0, "nobody else takes it at once");
  f.later(3);
  assert.equal(await f.deliver(), 1);
  assert.deepEqual(await states(f), [["sent", null, 2]]);
  assert.equal(f.hook.asked[0]?.headers["webhook-id"], f.hook.asked[1]?.headers["webhook-id"]);
});

test("a worker that is told to stop once a mail was taken notes it, and no mail comes twice", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  const stopping = new AbortController();
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const relay = await playMailServer({ ...certificate, hears: (line) => line === "QUIT" && stopping.abort() });
  t.after(() => relay.close());
  const pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  await f.useRelay({ port: relay.port, pin, username: null, password: null });
  await saveRecipient(f.by, f.owner, MAIL);
  await raise(f, ["source-failed 1"]);
  const [due] = await dueMessages(f.installation);
  assert.ok(due !== undefined);
  await deliverMessage(f.installation, due, stopping.signal);
  assert.ok(stopping.signal.aborted);
  assert.deepEqual(await states(f), [["sent", null, 1]]);
});

test("a flood of alarms is gathered, and what is beyond fifty is counted", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  await saveRecipient(f.by, f.owner, { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" });
  await raise(
    f,
    Array.from({ length: 70 }, (_, n) => `source-failed ${n}`),
  );
  await f.deliver();
  const { data } = JSON.parse(f.hook.asked[0]?.body ?? "{}");
  assert.deepEqual([data.alarms.length, data.more], [50, 20]);
  // Up and down, once a minute.
  for (let minute = 0; minute < 20; minute++) {
    f.later(1);
    await raise(f, minute % 2 === 0 ? [] : ["source-failed 1"]);
    await f.deliver();
  }
  assert.ok(f.hook.asked.length <= 6 * 3, `${f.hook.asked.length}`);
  f.later(11);
  await f.deliver();
  const told = f.hook.asked
    .slice(1)
    .flatMap(({ body }) => JSON.parse(body).data.alarms.map((one: { id: string }) => one.id));
  assert.equal(new Set(told).size, 50 + 10, "every alarm is told, and those beyond fifty are counted");
});

test("a relay without encryption is told nothing, one that refuses is understood, and no secret stands in a log", async (t) => {
  const f = await openDelivery(t);
  const logged: string[] = [];
  const installation = { ...f.installation, log: createLog("test", (line) => void logged.push(JSON.stringify(line))) };
  await f.useRelay();
  const { id } = await saveRecipient(f.by, f.owner, MAIL);
  const tried = async () => {
    const { messageId } = await sendTest(f.by, f.owner, { id });
    await deliverMessage(installation, { companyId: f.companyId, messageId }, new AbortController().signal);
    const message = (await listMessages(f.by, f.owner)).messages.find((one) => one.id === messageId);
    f.later(2);
    return [message?.state, message?.problem ?? null];
  };
  assert.deepEqual(await tried(), ["failed", "network-refused"]);
  f.allow();
  assert.deepEqual(await tried(), ["sent", null]);
  await f.useRelay({ pin: null });
  assert.deepEqual(await tried(), ["failed", "certificate-invalid"]);
  await f.useRelay({ pin: `SHA256:${"00:".repeat(31)}00` });
  assert.deepEqual(await tried(), ["failed", "pin-changed"]);
  await f.useRelay({ password: "another secret" });
  assert.deepEqual(await tried(), ["failed", "wrong-credentials"]);
  await f.useRelay({ username: null, password: null });
  assert.deepEqual(await tried(), ["failed", "wrong-credentials"]);
  await f.useRelay({ security: "tls" });
  assert.equal((await tried())[0], "failed");
  await f.useRelay({ security: "none", pin: null });
  assert.deepEqual(await tried(), ["sent", null]);
  assert.equal(f.relay.mails.length, 2);
  assert.ok(f.relay.mails[1]?.encrypted === false, "the operator said so");
  await f.relay.close();
  assert.deepEqual(await tried(), ["failed", "unreachable"]);
  const all = logged.join("\n");
  assert.ok(logged.length >= 8);
  for (const secret of ["another secret", "relay password", "drift@example.org", "5.7.8"])
    assert.ok(!all.includes(secret), secret);
});

test("one company's recipient is nobody else's, and no address begins another line", async (t) => {
  const f = await openDelivery(t);
  const { id } = await saveRecipient(f.by, f.owner, MAIL);
  const other = { companyId: f.companyId + 1, audited: f.companyId + 1 };
  for (const work of [() => sendTest(f.by, other, { id }), () => saveRecipient(f.by, other, { ...MAIL, id })])
    await assert.rejects(work(), (error: { code?: string }) => error.code === "not-found");
  assert.deepEqual((await listMessages(f.by, other)).messages, []);
  for (const profile of ["supervisor", "end-user", "system-administrator"] as const)
    assert.throws(() => companyOwner(f.as(profile)), { code: "forbidden" }, profile);
  for (const address of [
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example, c@d.example",
    "Name <a@b.example>",
    '"a\nb"@c.example',
    "a@b.example\u2028x",
    "-oQ/tmp@",
  ])
    await assert.rejects(saveRecipient(f.by, f.owner, { ...MAIL, address }), address);
  for (const url of [
    "http://a.example/",
    "https://u:p@a.example/",
    "https://a.example/#x",
    "ftp://a.example/",
    "https://",
  ])
    await assert.rejects(saveRecipient(f.by, f.owner, { way: "webhook", url, scope: "all" }), url);
  const webhook = { way: "webhook", url: `${f.hook.origin}/`, scope: "all" } as const;
  for (const secret of ["whsec_short", `${"A".repeat(44)}`, `whsec_${"A".repeat(33)}`, `whsec_${"A".repeat(42)}B`])
    await assert.rejects(saveRecipient(f.by, f.owner, { ...webhook, secret }), secret);
  await assert.rejects(f.useRelay({ host: "a.example\r\nX: y" }));
  // A password that was left out is not the one from before: the relay would take nothing any more.
  await assert.rejects(f.useRelay({ password: null }), { code: "bad-input" });
  await assert.rejects(f.useRelay({ username: null }), { code: "bad-input" });
  await assert.rejects(f.useRelay({ sender: "a@b.example\nBcc: c@d.example" }));
  await withCompany(f.db.data("web"), f.companyId, async (tx) => {
    await assert.rejects(
      tx.savepoint((sp) => sp`select sealed from data.alarm_secret`),
      { code: "42501" },
    );
    await assert.rejects(
      tx.savepoint((sp) => sp`select sealed from data.mail_relay`),
      { code: "42501" },
    );
  });
});

test("a name that a person typed adds no header to the mail and no number to it", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  await f.useRelay();
  await saveRecipient(f.by, f.owner, MAIL);
  await withCompany(
    f.db.data("owner"),
    f.companyId,
    (tx) =>
      tx`update data.source set name = ${"Växel\r\nBcc: x@y.example\r\n\r\n070-174 06 05"} where company_id = ${f.companyId}`,
  );
  await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: null });
  f.later(31);
  await watchAll(f.installation);
  await f.deliver();
  const [head = ""] = (f.relay.mails[0]?.text ?? "").split("\r\n\r\n");
  assert.ok(!/^bcc:/im.test(head));
  assert.deepEqual(f.relay.mails[0]?.to, ["drift@example.org"]);
  assert.ok(!/1740605|174 06 05/.test(f.relay.mails[0]?.text ?? ""));
});
