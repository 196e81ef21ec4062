import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALARM_WORDS, CHECK_WORDS } from "../../domain/alarm-words.ts";
import { ALARM_KINDS } from "../alarms/alarm.ts";
import type { Told } from "./told.ts";
import { writeMail } from "./write-mail.ts";

const at = new Date("2026-03-29T01:30:00Z");
const told: Told = {
  id: "m",
  isTest: false,
  company: { slug: "prov", name: "Prov AB" },
  timeZone: "Europe/Stockholm",
  alarms: [
    {
      id: "1",
      kind: "source-failed",
      event: "raised",
      about: "Växel",
      raisedAt: new Date("2026-03-29T00:30:00Z"),
      endedAt: null,
    },
    { id: "2", kind: "canary-failed", event: "over", about: null, raisedAt: at, endedAt: at },
  ],
  more: 3,
  portal: "https://gallra.example",
  at,
};

test("a mail says in its language what is wrong, since when by the company's clock, and what to do", () => {
  const { subject, text } = writeMail(told, "sv");
  assert.equal(subject, "Gallra: Prov AB: 5 larm");
  // The night on which the clock goes from two to three.
  assert.match(text, /^Larm: En källa går inte att läsa: Växel\nsedan 2026-03-29 01:30 \(Europe\/Stockholm\)$/m);
  assert.match(
    text,
    /^Över: Nattens kanariefågel .*\nsedan 2026-03-29 03:30 \(Europe\/Stockholm\) till 2026-03-29 03:30/m,
  );
  assert.match(text, /^Och 3 till, som portalen visar\.\n\nÖppna Gallra: https:\/\/gallra\.example\/overview$/m);
  const [first] = told.alarms;
  assert.ok(first !== undefined);
  const one = writeMail({ ...told, alarms: [{ ...first, event: "over", endedAt: at }], more: 0, portal: null }, "en");
  assert.equal(one.subject, "Gallra: Prov AB: Over: A source cannot be read: Växel");
  assert.ok(!one.text.includes("http"));
});

test("every kind of alarm and every check of the installation has its words", () => {
  assert.deepEqual(Object.keys(ALARM_WORDS).sort(), [...Object.keys(ALARM_KINDS), "health"].sort());
  const checks = join(import.meta.dirname, "../../maintenance/health");
  const ids = readdirSync(checks)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [...readFileSync(join(checks, name), "utf8").matchAll(/^ {2}id: "([a-z-]+)",$/gm)])
    .map(([, id]) => id);
  assert.ok(ids.length >= 20);
  assert.deepEqual(ids.toSorted(), Object.keys(CHECK_WORDS).sort());
});
