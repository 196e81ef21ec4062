import { X509Certificate } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { RECORDS } from "./calls.ts";
import { LOOPBACK } from "./file-peers.ts";
import type { Peer, Place } from "./journey.ts";
import { answersAt, run, serve } from "./programs.ts";
import { freePort } from "#db/testing/free-port.ts";

const TOKEN = "0123456789abcdef-of-the-test";

/** A system that posts its records over TLS, and checks our certificate: curl. */
export async function curl({ home, hour }: Place): Promise<Peer> {
  const port = await freePort();
  const url = `https://localhost:${port}/in`;
  const shared = ["-sS", "--fail", "--cacert", join(home, "tls", "certificate.pem"), "--max-time", "10"];
  const post = (body: string) =>
    run("curl", [...shared, "-H", `Authorization: Bearer ${TOKEN}`, "--data-binary", "@-", url], body);
  return {
    permit: ["port", `127.0.0.1:${port}`],
    typed: { address: "127.0.0.1", port: String(port), token: TOKEN },
    async send() {
      const records = RECORDS["freeswitch-json-cdr"](hour);
      for (let tries = 0; ; tries++) {
        const sent = await post(`${records[0]}\n`).then(
          () => true,
          () => false,
        );
        if (sent || tries > 20) break;
        await wait(500);
      }
      for (const record of records.slice(1)) await post(`${record}\n`);
      await post('{"no":"call"}\n');
    },
  };
}

/** An interface that is asked over TLS, with a name and a password: nginx. */
export async function nginx(place: Place): Promise<Peer> {
  const { folder } = place;
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  writeFileSync(at("cert.pem"), cert);
  writeFileSync(at("key.pem"), key);
  mkdirSync(at("www"));
  const records = RECORDS["twilio-calls-json"](place.hour);
  writeFileSync(join(at("www"), "calls.json"), `{"calls":[${[...records, '{"no":"call"}'].join(",")}]}`);
  const hashed = (await run("openssl", ["passwd", "-apr1", "secret"])).trim();
  writeFileSync(at("users"), `pbx:${hashed}\n`, { mode: 0o644 });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${at(of)};`);
  writeFileSync(
    at("nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; pid ${at("pid")}; error_log ${at("error")}; events {}
http { access_log off; types { application/json json; } ${temporary.join(" ")}
  server { listen 127.0.0.1:${port} ssl; ssl_certificate ${at("cert.pem")}; ssl_certificate_key ${at("key.pem")};
    root ${at("www")}; auth_basic x; auth_basic_user_file ${at("users")}; } }
`,
  );
  await serve(place, "/usr/sbin/nginx", ["-p", folder, "-c", at("nginx.conf")], answersAt(port));
  return {
    permit: LOOPBACK,
    typed: {
      url: `https://127.0.0.1:${port}/calls.json`,
      auth: "basic",
      user: "pbx",
      secret: "secret",
      everySeconds: "10",
      trust: "pin",
    },
    fingerprint: new X509Certificate(cert).fingerprint256,
  };
}

/** The table that FreePBX keeps, over TLS, by an account that may only read: MariaDB. */
export async function mariadb(place: Place): Promise<Peer> {
  const { folder } = place;
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  writeFileSync(at("cert.pem"), cert);
  writeFileSync(at("key.pem"), key);
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? ["--user=mysql"] : [];
  chmodSync(folder, 0o755);
  if (isRoot) {
    const [uid, gid] = await Promise.all(["-u", "-g"].map(async (what) => Number(await run("id", [what, "mysql"]))));
    for (const path of [folder, at("cert.pem"), at("key.pem")]) chownSync(path, uid ?? 0, gid ?? 0);
  }
  const data = `--datadir=${at("data")}`;
  const normal = "--auth-root-authentication-method=normal";
  await run("mariadb-install-db", ["--no-defaults", data, normal, "--skip-test-db", ...user]);
  const sql = (words: string) => run("mariadb", ["--no-defaults", `--socket=${at("s")}`, "-uroot", "-e", words]);
  const isUp = () =>
    sql("select 1").then(
      () => true,
      () => false,
    );
  const tls = [`--ssl-cert=${at("cert.pem")}`, `--ssl-key=${at("key.pem")}`];
  const where = [`--socket=${at("s")}`, `--port=${port}`, "--bind-address=127.0.0.1"];
  await serve(place, "/usr/sbin/mariadbd", ["--no-defaults", data, ...where, ...tls, ...user], isUp);
  const text = (name: string) => `${name} varchar(80) not null default ''`;
  const columns = [
    "calldate datetime not null",
    ...["clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata"].map(text),
    "duration int not null default 0, billsec int not null default 0",
    text("disposition"),
    "amaflags int not null default 0",
    ...["accountcode", "uniqueid", "userfield", "did", "recordingfile", "cnum", "cnam"].map(text),
    ...["outbound_cnum", "outbound_cnam", "dst_cnam", "linkedid", "peeraccount"].map(text),
    "sequence int not null default 0",
  ];
  await sql(`create database asteriskcdrdb; use asteriskcdrdb; create table cdr (${columns.join(", ")});
    create user reader@'%' identified by 'secret' require ssl; grant select on asteriskcdrdb.cdr to reader@'%';
    insert into cdr values ${RECORDS["asterisk-cdr-sql"](place.hour).join(", ")}`);
  return {
    permit: LOOPBACK,
    typed: {
      engine: "mysql",
      host: "127.0.0.1",
      port: String(port),
      database: "asteriskcdrdb",
      user: "reader",
      password: "secret",
      trust: "pin",
      table: "cdr",
      cursorColumn: "calldate",
      cursorKind: "time",
      tieColumn: "uniqueid",
      everySeconds: "5",
    },
    fingerprint: new X509Certificate(cert).fingerprint256,
  };
}
