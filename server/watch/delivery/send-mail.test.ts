import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { playAuthority } from "../../sources/http/played-authority.ts";
import type { Machine } from "../../sources/index.ts";
import { playMailServer } from "./played-mail-server.ts";
import { sendMail } from "./send-mail.ts";

const HERE: Machine = { roots: async () => [], networks: async () => ["127.0.0.1"], ports: async () => [] };
const mail = { id: "1", to: "a@b.example", subject: "Tyst källa", text: "x\n", at: new Date() };

test("a relay that is encrypted from the first byte is told everything by TLS, and only where it may be reached", async (t) => {
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  const server = await playMailServer({ ...certificate, implicit: true, account: { user: "u", password: "p" } });
  t.after(() => server.close());
  const relay = { host: "127.0.0.1", port: server.port, username: "u", password: "p", sender: "g@g.example", pin };
  const signal = AbortSignal.timeout(20_000);
  assert.deepEqual(await sendMail(HERE, { ...relay, security: "tls" }, mail, signal), { sent: true, status: 250 });
  assert.deepEqual([server.mails[0]?.encrypted, server.mails[0]?.user, server.plainly], [true, "u", []]);
  const nowhere = { ...HERE, networks: async () => ["0.0.0.0/0"] };
  const refused = await sendMail(nowhere, { ...relay, security: "tls" }, mail, signal);
  assert.ok(!refused.sent && refused.problem === "network-refused");
});

test("a relay that takes encryption back is told neither who signs in nor to whom it goes", async (t) => {
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const server = await playMailServer({ ...certificate, offersTls: false });
  t.after(() => server.close());
  const relay = {
    host: "127.0.0.1",
    port: server.port,
    username: "u",
    password: "p",
    sender: "g@g.example",
    pin: null,
  };
  const outcome = await sendMail(HERE, { ...relay, security: "starttls" }, mail, AbortSignal.timeout(20_000));
  assert.ok(!outcome.sent && outcome.problem === "no-encryption");
  assert.ok(!server.plainly.some((line) => /^(AUTH|MAIL|RCPT)/i.test(line)));
});
