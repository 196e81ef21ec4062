import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { NONSENSE, RECORDS } from "./calls.ts";
import type { Peer, Place } from "./journey.ts";
import { run } from "./programs.ts";
import { freePort } from "#db/testing/free-port.ts";

const PASSIVE_PORTS = 10;
const PASSWORD = "a-password-of-the-test";
const TRIES = 20;

function calls({ folder, hour }: Place): string {
  const file = join(folder, "Master.csv");
  writeFileSync(file, `${[...RECORDS["asterisk-cdr-csv"](hour), NONSENSE].join("\n")}\n`);
  return file;
}

/** A system that puts its files here by SFTP, signed in with a key: OpenSSH's sftp. */
export async function sftpClient(place: Place): Promise<Peer> {
  const port = await freePort();
  const key = join(place.folder, "key");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-f", key, "-C", "test", "-N", ""]);
  const file = calls(place);
  const batch = join(place.folder, "batch");
  writeFileSync(batch, `put ${file}\n`);
  const given = ["StrictHostKeyChecking=no", `UserKnownHostsFile=${join(place.folder, "known")}`, "IdentitiesOnly=yes"];
  const options = ["-b", batch, "-P", String(port), "-i", key, ...given.flatMap((one) => ["-o", one])];
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: {
      address: "127.0.0.1",
      port: String(port),
      user: "asterisk",
      signIn: "key",
      publicKey: readFileSync(`${key}.pub`, "utf8").trim(),
      senders: "127.0.0.1/32",
    },
    send: () => untilTaken(() => run("sftp", [...options, "asterisk@127.0.0.1"])),
  };
}

/** A system that puts its files here by FTPS, and checks our certificate: curl. */
export async function ftpClient(place: Place): Promise<Peer> {
  const port = await freePort();
  const [from, to] = [port + 1, port + PASSIVE_PORTS];
  const file = calls(place);
  const trust = ["--ssl-reqd", "--cacert", join(place.home, "tls", "certificate.pem"), "--max-time", "15"];
  const sent = ["-sS", ...trust, "-u", `asterisk:${PASSWORD}`, "-T", file, `ftp://localhost:${port}/Master.csv`];
  return {
    permit: ["port", `127.0.0.1:${port}-${to}`],
    typed: {
      address: "127.0.0.1",
      port: String(port),
      passiveFrom: String(from),
      passiveTo: String(to),
      user: "asterisk",
      password: PASSWORD,
      senders: "127.0.0.1/32",
    },
    send: () => untilTaken(() => run("curl", sent)),
  };
}

/** A telephone system tries again until somebody listens. */
async function untilTaken(send: () => Promise<string>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await send();
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
      await wait(500);
    }
  }
}
