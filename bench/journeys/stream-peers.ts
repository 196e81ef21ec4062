import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { NONSENSE, RECORDS } from "./calls.ts";
import { LOOPBACK } from "./file-peers.ts";
import type { Peer, Place } from "./journey.ts";
import { answersAt, run, serve } from "./programs.ts";
import { freePort } from "#db/testing/free-port.ts";

/** As long as a test listens, and somewhat more than a collector takes to hear of it. */
const WHILE_TESTED_MS = 9_000;
const SECRET = "a-secret-of-the-test";

/** A system that connects to the collector and sends its lines: socat. */
export async function caller(place: Place): Promise<Peer> {
  const port = await freePort();
  const lines = join(place.folder, "lines");
  writeFileSync(lines, [...RECORDS["mitel-3300-smdr"](place.hour), NONSENSE].map((line) => `${line}\r\n`).join(""));
  const to = `TCP:127.0.0.1:${port},retry=40,interval=0.25`;
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: { mode: "listen", address: "127.0.0.1", port: String(port), senders: "127.0.0.1/32" },
    // Opened once, to the end of the file.
    send: async () => void (await run("socat", ["-u", `OPEN:${lines}`, to])),
  };
}

/** A system that waits for whoever connects, and then sends its lines: socat. */
export async function waiter(place: Place): Promise<Peer> {
  const port = await freePort();
  const lines = join(place.folder, "lines");
  writeFileSync(lines, [...RECORDS["mitel-3300-smdr"](place.hour), NONSENSE].map((line) => `${line}\r\n`).join(""));
  // It holds the line for as long as the collector does, as such systems do.
  const answer = `SYSTEM:cat ${lines}; sleep 600`;
  const listen = `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`;
  await serve(place, "socat", [listen, answer], answersAt(port));
  return { permit: LOOPBACK, typed: { mode: "connect", host: "127.0.0.1", port: String(port) } };
}

/** Both ends of a serial line, as the kernel has them: socat. */
export async function line(place: Place): Promise<Peer> {
  const [ours, theirs] = ["ours", "theirs"].map((end) => join(place.folder, end)) as [string, string];
  const ends = [ours, theirs].map((end) => `pty,raw,echo=0,link=${end}`);
  await serve(place, "socat", ends, async () => existsSync(ours) && existsSync(theirs));
  const text = [...RECORDS["panasonic-smdr"](place.hour), NONSENSE].map((record) => `${record}\r\n`).join("");
  return {
    permit: ["port", ours],
    typed: { device: ours, flow: "none" },
    async send() {
      // Not before the collector has it open: what a line brings while nobody listens is gone.
      await wait(3_000);
      await run("socat", ["-u", "-", `OPEN:${theirs},raw,echo=0`], text);
    },
  };
}

/** Messages in datagrams: logger of util-linux. */
export async function logger({ hour }: Place): Promise<Peer> {
  const port = await freePort();
  const records = RECORDS["kamailio-acc"](hour);
  const log = (lines: readonly string[]) =>
    run(
      "logger",
      ["--server", "127.0.0.1", "--port", String(port), "--udp", "--rfc3164", "--tag", "kamailio"],
      text(lines),
    );
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: { protocol: "udp", address: "127.0.0.1", port: String(port), senders: "127.0.0.1/32" },
    whileTested: () => repeat(() => log(records)),
    async send() {
      // Lost without a word until the port is open.
      await wait(3_000);
      await log([...records, NONSENSE]);
    },
  };
}

/** Messages over TLS with the certificate of the installation checked: rsyslog. */
export async function rsyslog(place: Place): Promise<Peer> {
  const port = await freePort();
  const at = (name: string) => join(place.folder, name);
  writeFileSync(
    at("conf"),
    `global(workDirectory="${place.folder}" defaultNetstreamDriverCAFile="${join(place.home, "tls", "certificate.pem")}")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${at("log")}" useSpecialParser="off")
action(type="omfwd" action.resumeRetryCount="-1" action.resumeInterval="1" protocol="tcp" target="127.0.0.1" port="${port}"
  TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format" StreamDriver="gtls" StreamDriverMode="1"
  StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost")
`,
  );
  const args = ["-n", "-f", at("conf"), "-i", at("pid")];
  await serve(place, "/usr/sbin/rsyslogd", args, async () => existsSync(at("log")));
  const lines = [...RECORDS["kamailio-acc"](place.hour), NONSENSE];
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: { protocol: "tls", address: "127.0.0.1", port: String(port), senders: "127.0.0.1/32" },
    send: async () =>
      void (await run("logger", ["--socket-errors=on", "--socket", at("log"), "--tag", "kamailio"], text(lines))),
  };
}

/** Accounting of a gateway: FreeRADIUS' radclient. */
export async function radclient({ hour }: Place): Promise<Peer> {
  const port = await freePort();
  const account = async (packet: string) => {
    const args = ["-r", "1", "-t", "1", `127.0.0.1:${port}`, "acct", SECRET];
    const client = spawn("radclient", args, { stdio: ["pipe", "ignore", "ignore"] });
    client.stdin.end(packet);
    const [code] = await once(client, "close");
    return code === 0;
  };
  const packets = RECORDS["cisco-radius-voip"](hour);
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: { address: "127.0.0.1", port: String(port), senders: "127.0.0.1/32", secret: SECRET },
    // A test answers nothing, so that the gateway keeps what it has.
    whileTested: () => repeat(() => Promise.all(packets.map(account))),
    async send() {
      for (const packet of packets)
        for (let tries = 0; tries < 10 && !(await account(packet)); tries++) await wait(500);
    },
  };
}

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

async function repeat(send: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + WHILE_TESTED_MS; Date.now() < until; await wait(500))
    await send().catch(() => undefined);
}
