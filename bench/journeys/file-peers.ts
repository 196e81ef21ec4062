import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { NONSENSE, RECORDS } from "./calls.ts";
import type { Peer, Place } from "./journey.ts";
import { answersAt, run, serve, stop } from "./programs.ts";
import { freePort } from "#db/testing/free-port.ts";
import { makeVsftpdHome } from "../peers/vsftpd.ts";

/** So that nobody waits: a person leaves these as they are. */
const HURRIED = { restSeconds: "1", everySeconds: "1" };
export const LOOPBACK = ["network", "127.0.0.1/32"] as const;
const file = (hour: number) => `${[...RECORDS["asterisk-cdr-csv"](hour), NONSENSE].join("\n")}\n`;

/** A folder of the collector's machine, outside of what is always allowed. */
export async function folder({ folder: at, hour }: Place): Promise<Peer> {
  const calls = join(at, "calls");
  mkdirSync(calls);
  writeFileSync(join(calls, "Master.csv"), file(hour));
  return { permit: ["folder", calls], typed: { path: calls, restSeconds: "1" } };
}

export interface Openssh extends Peer {
  readonly stop: () => Promise<void>;
  /** Comes back with another host key, once it is stopped; answers its fingerprint. */
  readonly renewKey: () => Promise<string>;
}

/** OpenSSH, signed in to with a key. */
export async function openssh(place: Place): Promise<Openssh> {
  const at = (name: string) => join(place.folder, name);
  const keygen = (name: string) => run("ssh-keygen", ["-q", "-t", "ed25519", "-f", at(name), "-C", "test", "-N", ""]);
  const fingerprint = async (name: string) => (await run("ssh-keygen", ["-lf", at(`${name}.pub`)])).split(" ")[1] ?? "";
  for (const name of ["host", "renewed", "user"]) await keygen(name);
  const port = await freePort();
  const start = async (hostKey: string) => {
    const config = [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${at(hostKey)}`,
      `AuthorizedKeysFile ${at("user.pub")}`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "PermitRootLogin yes",
      `PidFile ${at("pid")}`,
      "Subsystem sftp internal-sftp",
    ];
    writeFileSync(at("config"), `${config.join("\n")}\n`);
    return await serve(place, "/usr/sbin/sshd", ["-D", "-e", "-f", at("config")], answersAt(port));
  };
  mkdirSync("/run/sshd", { recursive: true });
  mkdirSync(at("calls"));
  writeFileSync(join(at("calls"), "Master.csv"), file(place.hour));
  let server = await start("host");
  /** With whoever is connected: such a session outlives the one that let it in. */
  const end = async () => {
    const sessions = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8").split(" ");
    await stop(server);
    for (const session of sessions.map(Number)) if (session > 0) process.kill(session);
  };
  return {
    permit: LOOPBACK,
    typed: {
      host: "127.0.0.1",
      port: String(port),
      user: "root",
      signIn: "key",
      privateKey: readFileSync(at("user"), "utf8"),
      folder: at("calls"),
      pattern: "*.csv",
      ...HURRIED,
    },
    fingerprint: await fingerprint("host"),
    async renewKey() {
      server = await start("renewed");
      return await fingerprint("renewed");
    },
    stop: end,
  };
}

/** vsftpd, which takes nobody without TLS. */
export async function vsftpd(place: Place): Promise<Peer> {
  const { root, config, port, certificate } = await makeVsftpdHome(place.folder, "explicit");
  writeFileSync(join(root, "Master.csv"), file(place.hour));
  await serve(place, "/usr/sbin/vsftpd", [config], answersAt(port));
  const password = "gallra@example.se";
  return {
    permit: LOOPBACK,
    typed: { host: "127.0.0.1", port: String(port), user: "anonymous", password, ...HURRIED },
    fingerprint: new X509Certificate(certificate).fingerprint256,
  };
}
