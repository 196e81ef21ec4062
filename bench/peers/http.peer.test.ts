import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { createHttpPollSource } from "#server/sources/http-poll/http-poll-source.ts";
import { planOf } from "#server/sources/http-poll/plan-of.ts";
import { httpPollSettings } from "#server/sources/http-poll/settings.ts";
import { httpPoll } from "#server/sources/http-poll/transport.ts";
import { createHttpPushSource } from "#server/sources/http-push/http-push-source.ts";
import { httpPushSettings } from "#server/sources/http-push/settings.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import { createPorts } from "#server/sources/stream/ports.ts";
import { freePort } from "#db/testing/free-port.ts";

const lacks = (command: string) =>
  spawnSync("sh", ["-c", `command -v ${command}`]).status === 0 ? false : `not installed: ${command}`;

const call = (id: number) => `{"id":${id}}`;

test("curl: TLS with the installation's certificate, keys of its own, packed and signed bodies", {
  skip: lacks("curl"),
}, async (t) => {
  const authority = await playAuthority();
  const certificate = await authority.issue("127.0.0.1");
  const home = mkdtempSync(join(tmpdir(), "gallra-peer-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  writeFileSync(join(home, "ca.pem"), authority.ca);
  const port = await freePort();
  const desk = openDesk({
    ports: async () => [{ kind: "address", address: "127.0.0.1", from: port, to: port }],
    certificate: async () => certificate,
  });
  const settings = httpPushSettings.parse({ address: "127.0.0.1", port, maximumKilobytes: 64 });
  const { sink, machine } = desk;
  const source = createHttpPushSource({
    settings,
    credentials: { token: "0123456789abcdef" },
    framing: { kind: "json" },
    sink,
    machine,
    ports: createPorts(),
  });
  t.after(() => source.close());
  await source.poll();
  const curl = async (...given: string[]) => {
    const sent = spawn("curl", [
      "-sS",
      "--cacert",
      join(home, "ca.pem"),
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "--max-time",
      "10",
      ...given,
      `https://127.0.0.1:${port}/in`,
    ]);
    let said = "";
    for await (const chunk of sent.stdout) said += chunk;
    return said;
  };
  const bearer = ["-H", "Authorization: Bearer 0123456789abcdef"];
  writeFileSync(join(home, "large"), `{"a":"${"x".repeat(40_000)}"}`);
  writeFileSync(join(home, "huge"), "x".repeat(100_000));
  assert.equal(await curl(...bearer, "-d", `${call(1)}\n${call(2)}`), "200");
  assert.equal(await curl("-u", "pbx:0123456789abcdef", "-d", call(3)), "200");
  assert.equal(await curl(...bearer, "--data-binary", `@${join(home, "large")}`, "-H", "Expect: 100-continue"), "200");
  for (let again = 0; again < 2; again++)
    assert.equal(await curl(...bearer, "-H", "Idempotency-Key: 4", "-d", call(4)), "200");
  assert.equal(await curl(...bearer, "--data-binary", `@${join(home, "huge")}`), "413");
  assert.equal(await curl("-d", call(5)), "401");
  assert.equal(await curl(...bearer, "-X", "PUT", "-d", call(5)), "405");
  assert.equal(desk.texts().length, 5);
});

test("nginx: TLS with an accepted certificate, a password, packed pages and a redirect", {
  skip: lacks("nginx") || lacks("openssl"),
}, async (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-peer-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const port = await freePort();
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  for (const [name, text] of Object.entries({ "cert.pem": cert, "key.pem": key }))
    writeFileSync(join(home, name), text);
  mkdirSync(join(home, "www"));
  const page = (from: number, next: string) =>
    `{"value":[${Array.from({ length: 200 }, (_, i) => call(from + i)).join()}]${next}}`;
  writeFileSync(join(home, "www", "one.json"), page(0, `,"next":"/two.json"`));
  writeFileSync(join(home, "www", "two.json"), page(200, ""));
  const hashed = spawnSync("openssl", ["passwd", "-apr1", "secret"]).stdout.toString().trim();
  writeFileSync(join(home, "users"), `pbx:${hashed}\n`, { mode: 0o644 });
  writeFileSync(
    join(home, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; pid ${home}/pid; error_log ${home}/error; events {} http { access_log off; gzip on; gzip_types application/json; gzip_min_length 1;
     types { application/json json; } client_body_temp_path ${home}/b; proxy_temp_path ${home}/p; fastcgi_temp_path ${home}/f; uwsgi_temp_path ${home}/u; scgi_temp_path ${home}/s;
     server { listen 127.0.0.1:${port} ssl; ssl_certificate ${home}/cert.pem; ssl_certificate_key ${home}/key.pem; root ${home}/www;
     auth_basic x; auth_basic_user_file ${home}/users; location /away { return 302 https://127.0.0.1:${port}/two.json; } } }`,
  );
  const server = spawn("nginx", ["-p", home, "-c", join(home, "nginx.conf")], { stdio: "ignore" });
  t.after(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  });
  await wait(1_000);
  const url = `https://127.0.0.1:${port}`;
  const base = { url: `${url}/one.json`, auth: "basic", user: "pbx", trust: "pin", paging: "link", pagingPath: "next" };
  const framing = { kind: "json", pages: ["value"] } as const;
  const { machine } = openDesk();
  const tried = await httpPoll.test({
    settings: httpPollSettings.parse(base),
    credentials: {},
    framing,
    machine,
    signal: AbortSignal.timeout(10_000),
  });
  const pin = tried.pin?.fingerprint ?? "";
  const settle = async (changes: Record<string, unknown>, secret = "secret") => {
    const desk = openDesk();
    const plan = planOf(httpPollSettings.parse({ ...base, pin, ...changes }));
    const source = createHttpPollSource(plan, {
      machine,
      credentials: { secret },
      framing,
      key: desk.key,
      known: [],
      sink: desk.sink,
    });
    t.after(() => source.close());
    for (;;) {
      const { more, problem } = await source.poll();
      if (!more) return { problem, texts: desk.texts() };
    }
  };
  assert.deepEqual(await settle({}), { problem: null, texts: Array.from({ length: 400 }, (_, i) => call(i)) });
  assert.equal((await settle({}, "wrong")).problem, "wrong-credentials");
  assert.equal((await settle({ url: `${url}/away` })).problem, "redirected");
  assert.equal((await settle({ pin: `SHA256:${"00:".repeat(31)}00` })).problem, "pin-changed");
});
