import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { freePort } from "#db/testing/free-port.ts";

/** What `vsftpd CONFIG` serves on loopback to whoever says that they are nobody: the folder `root` in a home of its own. */
export interface VsftpdHome {
  readonly root: string;
  readonly config: string;
  readonly port: number;
  /** PEM. */
  readonly certificate: string;
}

export async function makeVsftpdHome(home: string, security: "none" | "explicit" | "implicit"): Promise<VsftpdHome> {
  const root = join(home, "root");
  mkdirSync(root);
  for (const path of [home, root]) chmodSync(path, 0o755);
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  writeFileSync(join(home, "pem"), cert + key, { mode: 0o600 });
  mkdirSync("/var/run/vsftpd/empty", { recursive: true });
  const port = await freePort();
  const encrypted = [
    "ssl_enable=YES",
    "allow_anon_ssl=YES",
    "force_anon_data_ssl=YES",
    "force_anon_logins_ssl=YES",
    `rsa_cert_file=${join(home, "pem")}`,
    `implicit_ssl=${security === "implicit" ? "YES" : "NO"}`,
  ];
  const lines = [
    "listen=YES",
    "background=NO",
    "listen_address=127.0.0.1",
    `listen_port=${port}`,
    "anonymous_enable=YES",
    "no_anon_password=NO",
    "local_enable=NO",
    `anon_root=${root}`,
    "xferlog_enable=NO",
    "seccomp_sandbox=NO",
    ...(security === "none" ? [] : encrypted),
  ];
  const config = join(home, "config");
  writeFileSync(config, `${lines.join("\n")}\n`);
  return { root, config, port, certificate: cert };
}
