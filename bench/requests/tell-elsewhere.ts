import { X509Certificate } from "node:crypto";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { playServer } from "#server/sources/http/played-server.ts";
import type { Machine } from "#server/sources/machine/machine.ts";
import { callWebhook } from "#server/watch/delivery/call-webhook.ts";
import { sendMail } from "#server/watch/delivery/send-mail.ts";
import { SaveRecipientInput } from "#server/watch/index.ts";
import { forbiddenLinks } from "./forbidden.ts";

const WIDE: Machine = { roots: async () => [], networks: async () => ["0.0.0.0/0", "::/0"], ports: async () => [] };
const HERE: Machine = { ...WIDE, networks: async () => ["127.0.0.1"] };

/**
 * The same hosts as the address of a webhook and as a mail relay, names whose answer changes, and a webhook that may be called and
 * sends on to the trap.
 */
export async function tellElsewhere(
  play: (name: string, answers: readonly (readonly string[])[]) => void,
  trap: { readonly port: number; met(): number },
  hosts: readonly string[],
) {
  const before = trap.met();
  const told = { asked: 0, refused: 0, control: 0 };
  const count = (isRefused: boolean) => {
    told.asked++;
    if (isRefused) told.refused++;
  };
  const urls = hosts.map((host) => `https://${host}:${trap.port}/metadata`);
  for (const [n, home] of ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1"].entries()) {
    play(`alarm-${n}.example`, [[home]]);
    urls.push(`https://alarm-${n}.example:${trap.port}/`);
  }
  for (const url of urls) {
    const isSet = SaveRecipientInput.safeParse({ way: "webhook", url, scope: "all" }).success;
    const called = isSet ? await call(url, WIDE, null) : null;
    count(called === null || ["network-refused", "name-unknown", "failed"].includes(called));
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    const mail = { id: "1", to: "a@b.example", subject: "x", text: "x", at: new Date() };
    const relay = {
      host,
      port: trap.port,
      security: "none",
      username: null,
      password: null,
      sender: "g@g.example",
      pin: null,
    } as const;
    const sent = await sendMail(WIDE, relay, mail, AbortSignal.timeout(3_000));
    count(!sent.sent && ["network-refused", "name-unknown", "failed"].includes(sent.problem));
  }
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  const pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  let location: string | null = null;
  const server = await playServer((_, response) => {
    if (location !== null) response.writeHead(307, { location });
    response.end();
  }, certificate);
  try {
    told.control = (await call(`${server.origin}/`, HERE, pin)) === "sent" ? 1 : 0;
    for (const link of forbiddenLinks(trap.port, server.port)) {
      location = link;
      count((await call(`${server.origin}/`, HERE, pin)) === "redirected");
    }
  } finally {
    await server.close();
  }
  return { ...told, met: trap.met() - before };
}

async function call(url: string, machine: Machine, pin: string | null): Promise<string> {
  const hook = { url, secret: "whsec_AAAA" };
  const outcome = await callWebhook(
    machine,
    hook,
    { id: "1", at: new Date(), body: "{}", pin },
    AbortSignal.timeout(3_000),
  );
  return outcome.sent ? "sent" : outcome.problem;
}
