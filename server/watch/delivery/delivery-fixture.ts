import { X509Certificate } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { startSource } from "../../collect/index.ts";
import { openPrivacyFixture } from "../../privacy/privacy-fixture.ts";
import { playAuthority } from "../../sources/http/played-authority.ts";
import { type Play, playServer } from "../../sources/http/played-server.ts";
import { allowNetwork, newCollectorKey, publicHalfOf } from "../../sources/index.ts";
import { addSource } from "../../store/sources.ts";
import { ALARM_PRIVATE, ALARM_PUBLIC } from "./alarm-keys.ts";
import { deliverMessage } from "./deliver-message.ts";
import { dueMessages } from "./due-messages.ts";
import { setRelay } from "./mail-relay.ts";
import { companyOwner } from "./owner.ts";
import { INSTALLATION_PERMITS } from "./permitted.ts";
import { playMailServer } from "./played-mail-server.ts";

export const PASSWORD = "relay password of the test";

/** A company with a source that runs, on a Monday at noon in Stockholm, a mail relay and a webhook on loopback. */
export async function openDelivery(t: TestContext, play: Play = (_, response) => response.end()) {
  const f = await openPrivacyFixture(t);
  const { home } = f.db;
  makeKeys(home);
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  const relay = await playMailServer({ ...certificate, account: { user: "gallra", password: PASSWORD } });
  const hook = await playServer(play, certificate);
  t.after(() => Promise.all([relay.close(), hook.close()]));
  const by = f.as("company-administrator");
  const slug = by.company.slug;
  const source = await withCompany(f.db.data("web"), f.companyId, (tx) =>
    addSource(tx, {
      companyId: f.companyId,
      name: "Växel 070-174 06 05",
      transport: "shared-file",
      driver: "asterisk-cdr-csv",
      product: 4,
      settings: {},
      driverOptions: {},
      layoutId: null,
      layoutVersion: null,
      timeZone: null,
      country: null,
      outsideLine: null,
      extensionDigits: null,
      internationalPrefix: null,
      keepNames: false,
    }),
  );
  await startSource(by, { sourceId: source });
  const system = f.as("system-administrator", { companyId: null });
  return {
    ...f,
    by,
    owner: companyOwner(by),
    system,
    source,
    pin,
    relay,
    hook,
    allow: () => {
      allowNetwork(home, slug, "127.0.0.1");
      allowNetwork(home, INSTALLATION_PERMITS, "127.0.0.1");
    },
    useRelay: (changes: Partial<Parameters<typeof setRelay>[1]> = {}) =>
      setRelay(system, {
        host: "127.0.0.1",
        port: relay.port,
        security: "starttls",
        username: "gallra",
        password: PASSWORD,
        sender: "gallra@gallra.example",
        portal: "https://gallra.example",
        pin,
        ...changes,
      }),
    later: (minutes: number) => {
      f.time.now = new Date(f.time.now.getTime() + minutes * 60_000);
    },
    /** What the worker does with all that is due; answers how many that were. */
    deliver: async () => {
      const due = await dueMessages(f.installation);
      for (const one of due) await deliverMessage(f.installation, one, new AbortController().signal);
      return due.length;
    },
  };
}

function makeKeys(home: string): void {
  const key = newCollectorKey();
  mkdirSync(join(home, "secrets"), { recursive: true });
  writeFileSync(join(home, "secrets", ALARM_PRIVATE), key);
  writeFileSync(join(home, "secrets", ALARM_PUBLIC), publicHalfOf(key));
}

/** The text of a mail as a person reads it. */
export function decoded(mail: string): string {
  const [head = "", ...rest] = mail.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/quoted-printable/i.test(head))
    return Buffer.from(
      body
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    ).toString("utf8");
  return /base64/i.test(head) ? Buffer.from(body, "base64").toString("utf8") : body;
}
