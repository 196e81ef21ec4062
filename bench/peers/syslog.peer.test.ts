import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { makeCertificate } from "#bin/web/make-certificate.ts";
import { createSyslogSource } from "#server/sources/syslog/syslog.ts";
import { syslogSettings } from "#server/sources/syslog/settings.ts";
import { heldSink, listenOptions, until } from "#server/sources/udp/listener-fixture.ts";

const missing = (...programs: string[]) =>
  programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0).join(", ");
const skipOf = (...programs: string[]) =>
  missing(...programs) === "" ? false : `not installed: ${missing(...programs)}`;

async function listen(protocol: "udp" | "tcp" | "tls", certificate: { cert: string; key: string } | null = null) {
  const sink = heldSink();
  const settings = {
    ...syslogSettings.parse({ senders: "127.0.0.1", pass: "message", protocol }),
    address: "127.0.0.1",
    port: 0,
  };
  const options = listenOptions({ certificate: async () => certificate });
  const source = createSyslogSource({ ...options, settings, framing: { kind: "line" }, sink });
  await source.poll();
  const texts = async (count: number) => {
    await until(() => Number(source.live?.()["messages"]) >= count, 20_000);
    await source.poll();
    return sink.texts();
  };
  return { source, port: Number(source.live?.()["port"]), texts };
}

const MESSAGES = Array.from({ length: 20 }, (_, n) => `call ${n};0701740605;åäö "quoted" [x]`);

describe("syslog from other people's programs", () => {
  test("logger: UDP, TCP with line feeds and with counted octets, in both forms of header", {
    skip: skipOf("logger"),
  }, async () => {
    for (const [protocol, ...flags] of [
      ["udp", "--udp", "--rfc3164"],
      ["udp", "--udp", "--rfc5424"],
      ["tcp", "--tcp", "--rfc3164"],
      ["tcp", "--tcp", "--rfc5424", "--octet-count"],
    ] as const) {
      const { source, port, texts } = await listen(protocol);
      const given = ["--server", "127.0.0.1", "--port", String(port), ...flags, "--tag", "cdr"];
      const logger = spawn("logger", given, { stdio: ["pipe", "ignore", "ignore"] });
      logger.stdin.end(`${MESSAGES.join("\n")}\n`);
      assert.deepEqual(await texts(MESSAGES.length), MESSAGES, flags.join(" "));
      await source.close();
    }
  });

  test("rsyslog: UDP, TCP with both framings, and TLS with a checked certificate", {
    skip: skipOf("rsyslogd", "logger"),
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "gallra-rsyslog-"));
    const certificate = await makeCertificate(["localhost"], new Date());
    writeFileSync(join(folder, "ca.pem"), certificate.cert);
    const listeners = [await listen("udp"), await listen("tcp"), await listen("tcp"), await listen("tls", certificate)];
    const ports = listeners.map(({ port }) => port);
    const [udp, lines, counted, tls] = ports.map((port) => `target="127.0.0.1" port="${port}"`);
    const config = `
global(workDirectory="${folder}" defaultNetstreamDriverCAFile="${join(folder, "ca.pem")}")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${join(folder, "log")}" useSpecialParser="off")
action(type="omfwd" action.resumeRetryCount="-1" action.resumeInterval="1" protocol="udp" ${udp} template="RSYSLOG_TraditionalForwardFormat")
action(type="omfwd" action.resumeRetryCount="-1" action.resumeInterval="1" protocol="tcp" ${lines} template="RSYSLOG_ForwardFormat")
action(type="omfwd" action.resumeRetryCount="-1" action.resumeInterval="1" protocol="tcp" TCP_Framing="octet-counted" ${counted} template="RSYSLOG_SyslogProtocol23Format")
action(type="omfwd" action.resumeRetryCount="-1" action.resumeInterval="1" protocol="tcp" ${tls} template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"
  StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost")
`;
    writeFileSync(join(folder, "rsyslog.conf"), config);
    const flags = ["-n", "-f", join(folder, "rsyslog.conf"), "-i", join(folder, "pid")];
    const daemon = spawn("rsyslogd", flags, { stdio: ["ignore", "ignore", "ignore"] });
    try {
      const say = (text: string) =>
        spawnSync("logger", ["--socket-errors=on", "--socket", join(folder, "log"), "--tag", "cdr"], { input: text })
          .status === 0;
      const all = `${MESSAGES.join("\n")}\n`;
      for (let tries = 0; tries < 100 && !say(all); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
      for (const [n, { texts }] of listeners.entries()) {
        const read = (await texts(MESSAGES.length)).map((text) => text.trim());
        assert.deepEqual(read, MESSAGES, ["udp", "line feeds", "octets", "TLS"][n]);
      }
    } finally {
      daemon.kill("SIGKILL");
      for (const { source } of listeners) await source.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
