import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#db/testing/free-port.ts";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import { callWebhook } from "#server/watch/delivery/call-webhook.ts";
import { sendMail } from "#server/watch/delivery/send-mail.ts";

const lacks = (...words: readonly string[]) =>
  spawnSync(words[0] ?? "", words.slice(1)).status === 0 ? false : `not installed: ${words.join(" ")}`;

interface Told {
  readonly from: string;
  readonly to: readonly string[];
  readonly tls: boolean;
  readonly text: string;
}

async function openHome(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), "gallra-peer-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  for (const [name, text] of Object.entries({ "cert.pem": cert, "key.pem": key }))
    writeFileSync(join(home, name), text);
  return { home, pin: `SHA256:${new X509Certificate(cert).fingerprint256}`, machine: openDesk().machine };
}

function endAfter(t: TestContext, child: ChildProcess): void {
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
}

async function openRelay(t: TestContext, home: string, tls: "tls" | "plain") {
  const port = await freePort();
  const script = join(import.meta.dirname, "mail-server.py");
  const child = spawn("/usr/bin/python3", [script, `${port}`, join(home, "cert.pem"), join(home, "key.pem"), tls], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  endAfter(t, child);
  const mails: Told[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface(child.stdout).on("line", (line) => {
    const told = JSON.parse(line);
    if (told.ready === true) ready.resolve();
    else mails.push(told);
  });
  await ready.promise;
  return { port, mails, child };
}

test("aiosmtpd: STARTTLS and a password, a wrong one, a recipient that is refused, a relay without encryption and one that is down", {
  skip: lacks("/usr/bin/python3", "-c", "import aiosmtpd"),
}, async (t) => {
  const { home, pin, machine } = await openHome(t);
  const relay = await openRelay(t, home, "tls");
  const settings = {
    host: "127.0.0.1",
    port: relay.port,
    security: "starttls",
    username: "gallra",
    password: "right password",
    sender: "gallra@gallra.example",
    pin,
  } as const;
  const mail = {
    id: "m-1",
    to: "drift@example.org",
    subject: "Larm: Växel",
    text: "Tyst källa\n.\nslut\n",
    at: new Date(),
  };
  const send = (changes: object = {}, to = mail.to) =>
    sendMail(machine, { ...settings, ...changes }, { ...mail, to }, AbortSignal.timeout(30_000));
  assert.deepEqual(await send(), { sent: true, status: 250 });
  const arrived = async (mails: readonly Told[]) => {
    for (let tries = 0; tries < 100 && mails.length === 0; tries++) await wait(50);
    return mails[0];
  };
  const told = await arrived(relay.mails);
  assert.deepEqual([told?.from, told?.to, told?.tls], ["gallra@gallra.example", ["drift@example.org"], true]);
  const text = Buffer.from(told?.text ?? "", "base64").toString("utf8");
  assert.match(text, /^Message-ID: <m-1@gallra\.example>/m);
  assert.match(text, /^Auto-Submitted: auto-generated/m);
  const problem = async (changes: object = {}, to?: string) => {
    const outcome = await send(changes, to);
    return outcome.sent ? "sent" : `${outcome.problem} ${outcome.status} ${outcome.final}`;
  };
  assert.equal(await problem({ password: "wrong" }), "wrong-credentials 535 false");
  assert.equal(await problem({ username: null, password: null }), "wrong-credentials 530 false");
  assert.equal(await problem({}, "nobody@example.org"), "recipient-refused 550 true");
  assert.equal(await problem({}, "later@example.org"), "recipient-refused 451 false");
  assert.equal(await problem({ pin: null }), "certificate-invalid null false");
  const plain = await openRelay(t, home, "plain");
  assert.equal((await problem({ port: plain.port })).split(" ")[0], "no-encryption");
  assert.equal(plain.mails.length, 0);
  assert.equal(await problem({ port: plain.port, security: "none", username: null, pin: null }), "sent");
  assert.equal((await arrived(plain.mails))?.tls, false);
  relay.child.kill("SIGTERM");
  await once(relay.child, "exit");
  assert.equal(await problem(), "unreachable null false");
});

test("nginx: a webhook that is taken, fails, is redirected, asks to wait, and one that never answers", {
  skip: lacks("nginx", "-v"),
}, async (t) => {
  const { home, pin, machine } = await openHome(t);
  const [port, silent] = [await freePort(), createServer(() => undefined)];
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  silent.unref();
  const address = silent.address();
  const behind = typeof address === "object" && address !== null ? address.port : 0;
  mkdirSync(join(home, "www"));
  const paths = ["b", "p", "f", "u", "s"].map((letter) => join(home, letter));
  writeFileSync(
    join(home, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; pid ${home}/pid; error_log ${home}/error; events {} http { access_log off;
     client_body_temp_path ${paths[0]}; proxy_temp_path ${paths[1]}; fastcgi_temp_path ${paths[2]}; uwsgi_temp_path ${paths[3]}; scgi_temp_path ${paths[4]};
     server { listen 127.0.0.1:${port} ssl; ssl_certificate ${home}/cert.pem; ssl_certificate_key ${home}/key.pem;
     location /taken { return 204; } location /fails { return 500; } location /away { return 302 https://127.0.0.1:${port}/taken; }
     location /gone { return 410; } location /wait { add_header Retry-After 90 always; return 429; }
     location /silent { proxy_pass http://127.0.0.1:${behind}; } } }`,
  );
  const server = spawn("nginx", ["-p", home, "-c", join(home, "nginx.conf")], { stdio: "ignore" });
  endAfter(t, server);
  await wait(1_000);
  const call = async (path: string) => {
    const hook = { url: `https://127.0.0.1:${port}${path}`, secret: "whsec_AAAA" };
    const outcome = await callWebhook(
      machine,
      hook,
      { id: "1", at: new Date(), body: "{}", pin },
      AbortSignal.timeout(30_000),
    );
    return outcome.sent ? ["sent", outcome.status] : [outcome.problem, outcome.status, outcome.waitMs, outcome.final];
  };
  const silence = call("/silent");
  assert.deepEqual(await call("/taken"), ["sent", 204]);
  assert.deepEqual(await call("/fails"), ["other-side-failed", 500, null, false]);
  assert.deepEqual(await call("/away"), ["redirected", 302, null, false]);
  assert.deepEqual(await call("/gone"), ["gone", 410, null, true]);
  assert.deepEqual(await call("/wait"), ["rate-limited", 429, 90_000, false]);
  assert.deepEqual(await silence, ["timed-out", null, null, false]);
});
