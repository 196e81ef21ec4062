import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { OFFICE } from "../../domain/office-hours.ts";
import { acknowledgeAlarm, alarmHistory } from "../guard/alarm-history.ts";
import { dropGuard, setGuard } from "../guard/set-guard.ts";
import { watchAll } from "../guard/watch-all.ts";
import { decoded, openDelivery } from "./delivery-fixture.ts";
import { listMessages } from "./list-messages.ts";
import { saveRecipient } from "./save-recipient.ts";
import { showRecipients } from "./show-recipients.ts";

const MAIL = { way: "mail", address: "drift@example.org", language: "sv", scope: "all" } as const;

test("an alarm is told once by mail and webhook when it is raised and once when it is over, and nothing of a person with it", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  await f.useRelay();
  await saveRecipient(f.by, f.owner, MAIL);
  const url = `${f.hook.origin}/alarms?token=abc`;
  const { id, secret } = await saveRecipient(f.by, f.owner, { way: "webhook", url, pin: f.pin, scope: "guards" });
  const reached = async () => (await showRecipients(f.by, f.owner)).recipients.map(({ hasArrived }) => hasArrived);
  assert.deepEqual(await reached(), [false, false]);
  await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: null });
  assert.equal(await f.deliver(), 0);
  f.later(31);
  await Promise.all([watchAll(f.installation), watchAll(f.installation), alarmHistory(f.by)]);
  assert.equal(await f.deliver(), 2);
  assert.equal(await f.deliver(), 0);
  await watchAll(f.installation);
  assert.equal(await f.deliver(), 0, "what stands is not told again");

  assert.deepEqual(await reached(), [true, true]);
  const [mail, ...more] = f.relay.mails;
  assert.deepEqual(more, []);
  assert.deepEqual(
    [mail?.from, mail?.to, mail?.encrypted, mail?.user],
    ["gallra@gallra.example", ["drift@example.org"], true, "gallra"],
  );
  assert.ok(!f.relay.plainly.some((line) => /AUTH|MAIL|RCPT/.test(line)));
  const text = decoded(mail?.text ?? "");
  assert.match(text, /Tyst källa: Växel \[…\]/);
  assert.match(text, /sedan 2026-06-15 12:30 \(Europe\/Stockholm\)/);
  assert.match(text, /https:\/\/gallra\.example\/overview/);
  assert.ok(!/070|1740605/.test(text));

  const [call] = f.hook.asked;
  assert.equal(call?.url, "/alarms?token=abc");
  const body = JSON.parse(call?.body ?? "{}");
  assert.deepEqual(
    [
      body.type,
      body.data.alarms.length,
      body.data.alarms[0].kind,
      body.data.alarms[0].event,
      body.data.alarms[0].about,
    ],
    ["alarm.told", 1, "guard-source", "raised", "Växel […]"],
  );
  const signed = `${call?.headers["webhook-id"]}.${call?.headers["webhook-timestamp"]}.${call?.body}`;
  const key = Buffer.from((secret ?? "").slice("whsec_".length), "base64");
  assert.equal(call?.headers["webhook-signature"], `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);

  f.later(5);
  await dropGuard(f.by, { sourceId: f.source });
  assert.equal(await f.deliver(), 2);
  assert.equal(JSON.parse(f.hook.asked[1]?.body ?? "{}").data.alarms[0].event, "over");
  assert.match(decoded(f.relay.mails[1]?.text ?? ""), /Över: Tyst källa/);
  const { messages } = await listMessages(f.by, f.owner);
  const told = messages.map(({ way, state, attempts, raised, over }) =>
    [way, state, attempts, ...raised, "/", ...over].join(" "),
  );
  assert.deepEqual(told.sort(), [
    "mail sent 1 / guard-source",
    "mail sent 1 guard-source /",
    "webhook sent 1 / guard-source",
    "webhook sent 1 guard-source /",
  ]);
  assert.ok(!JSON.stringify(messages).includes("token"));
  assert.ok(messages.some(({ recipientId }) => recipientId === id));
});

test("while the office is closed nothing of a silence is sent; in the morning it is, unless it is over", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  await f.useRelay();
  await saveRecipient(f.by, f.owner, MAIL);
  await setGuard(f.by, { sourceId: 0, minutes: 60, calendar: OFFICE });
  // An hour before the office closes.
  f.time.now = new Date("2026-06-15T13:59:00Z");
  await setGuard(f.by, { sourceId: f.source, minutes: 60, calendar: null });
  f.time.now = new Date("2026-06-15T15:20:00Z");
  await watchAll(f.installation);
  await f.deliver();
  assert.deepEqual(f.relay.mails, []);
  f.time.now = new Date("2026-06-16T05:59:00Z");
  assert.equal(await f.deliver(), 0);
  f.time.now = new Date("2026-06-16T06:00:00Z");
  assert.equal(await f.deliver(), 1);
  assert.equal(f.relay.mails.length, 1);
  f.time.now = new Date("2026-06-16T15:30:00Z");
  await dropGuard(f.by, { sourceId: f.source });
  await dropGuard(f.by, { sourceId: 0 });
  await setGuard(f.by, { sourceId: 0, minutes: 30, calendar: OFFICE });
  await f.deliver();
  f.time.now = new Date("2026-06-17T05:00:00Z");
  assert.equal(f.relay.mails.length, 1, "its end waits too");
  f.time.now = new Date("2026-06-17T06:01:00Z");
  await f.deliver();
  assert.equal(f.relay.mails.length, 2);
});

test("what somebody has taken note of before it could be told is not told, nor is its end", async (t) => {
  const f = await openDelivery(t);
  await saveRecipient(f.by, f.owner, MAIL);
  await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: null });
  f.later(31);
  await watchAll(f.installation);
  await f.deliver();
  const waits = async () =>
    (await listMessages(f.by, f.owner)).messages.map(({ state, problem, attempts }) => [state, problem, attempts]);
  assert.deepEqual(await waits(), [["waiting", "no-relay", 1]]);
  f.allow();
  await f.useRelay();
  const [alarm] = (await alarmHistory(f.by)).alarms;
  await acknowledgeAlarm(f.by, { alarmId: alarm?.id ?? "" });
  f.later(2);
  await f.deliver();
  assert.deepEqual(await waits(), [["dropped", "acknowledged", 1]]);
  await dropGuard(f.by, { sourceId: f.source });
  assert.equal(await f.deliver(), 0);
  assert.deepEqual(f.relay.mails, []);
});

test("the end of an alarm is told to whoever was told that it began, and to nobody else", async (t) => {
  const f = await openDelivery(t);
  await saveRecipient(f.by, f.owner, MAIL);
  const raised = async () => {
    await setGuard(f.by, { sourceId: f.source, minutes: 30, calendar: null });
    f.later(31);
    await watchAll(f.installation);
    await f.deliver();
    const [alarm] = (await alarmHistory(f.by)).alarms;
    await acknowledgeAlarm(f.by, { alarmId: alarm?.id ?? "" });
    await dropGuard(f.by, { sourceId: f.source });
    for (let minute = 0; minute < 5; minute++) {
      f.later(1);
      await f.deliver();
    }
  };
  // Tried in vain, taken note of and over before it is tried again.
  await raised();
  f.allow();
  await f.useRelay();
  f.later(1);
  await f.deliver();
  assert.deepEqual(f.relay.mails, []);
  await raised();
  assert.deepEqual(
    f.relay.mails.map(({ text }) => /Över: Tyst/.test(decoded(text))),
    [false, true],
  );
});
