import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import {
  dueMessage,
  endMessage,
  type MessageRow,
  noticesOf,
  postponeMessage,
  sentBefore,
  takeMessage,
} from "../../store/alarm-messages.ts";
import { noteTrouble, readSecret, recipientById, type RecipientRow } from "../../store/alarm-recipients.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { findCompany } from "../../store/companies.ts";
import { readRelay, readSealedRelay } from "../../store/mail-relay.ts";
import { callWebhook } from "./call-webhook.ts";
import { heldBack } from "./hold-back.ts";
import { failed, type Outcome } from "./outcome.ts";
import { triedAgainAt } from "./pace.ts";
import { permitted } from "./permitted.ts";
import { openRelayPassword, openWebhook } from "./seal-webhook.ts";
import { unlessResting } from "./relay-rest.ts";
import { sendMail } from "./send-mail.ts";
import { stillTold } from "./still-told.ts";
import { oneLine } from "./one-line.ts";
import { type Told, toldAlarms } from "./told.ts";
import { writeMail } from "./write-mail.ts";
import { writeWebhook } from "./write-webhook.ts";

/** Longer than a try takes: nobody else tries meanwhile, and what a killed worker took is tried again after it. */
const TAKEN_MS = 120_000;
/** So often in vain, and the recipient counts as one that cannot be reached. */
const IN_VAIN = 3;

interface Taken {
  readonly message: MessageRow;
  readonly recipient: RecipientRow;
  readonly told: Told;
}

/**
 * Sends one message of the outbox, if it is due: in the worker. What cannot be sent is tried again later, for a day; then it counts as
 * failed. Nothing is thrown for what the other side does.
 */
export async function deliverMessage(
  installation: Installation,
  { companyId, messageId }: { readonly companyId: number; readonly messageId: string },
  signal: AbortSignal,
): Promise<void> {
  const taken = await take(installation, companyId, messageId);
  if (taken === null) return;
  const started = performance.now();
  const outcome = await send(installation, taken, signal).catch((error: unknown) => {
    installation.log.warn("alarm.send-failed", { company: companyId, ...errorFields(error) });
    return failed("failed");
  });
  // What has been taken is noted by a worker that is told to stop, too: else it would be sent twice.
  if (!outcome.sent) signal.throwIfAborted();
  const { way } = taken.recipient;
  const ms = Math.round(performance.now() - started);
  const fields = { company: companyId, way, message: messageId, ms, status: outcome.status };
  if (outcome.sent) installation.log.info("alarm.sent", fields);
  else installation.log.warn("alarm.not-sent", { ...fields, problem: outcome.problem });
  await settle(installation, taken, outcome);
}

/** The message with what it tells, marked as being tried; null when there is nothing to do now. */
async function take(
  { sql, clock }: Pick<Installation, "sql" | "clock">,
  companyId: number,
  messageId: string,
): Promise<Taken | null> {
  const web = door({ sql }, "web");
  const company = companyId === INSTALLATION ? null : await findCompany(web, { id: companyId });
  return await withAuditOf(web, companyId, async (tx) => {
    const now = clock();
    const message = await dueMessage(tx, companyId, messageId, now);
    if (message === null) return null;
    const drop = async (problem: "removed" | "acknowledged" | "over-meanwhile") => {
      await endMessage(tx, message, { state: "dropped", problem, status: null, at: now });
      return null;
    };
    const recipient = await recipientById(tx, companyId, message.recipientId);
    if (recipient === null || (company === null && companyId !== INSTALLATION)) return await drop("removed");
    const all = await noticesOf(tx, companyId, [messageId]);
    const sent = await sentBefore(tx, message);
    const still = message.about === "test" ? { notices: [] } : stillTold(message, all, sent);
    if ("dropped" in still) return await drop(still.dropped);
    const held = await heldBack(tx, company, { message, recipient, notices: still.notices }, now);
    if (held !== null) {
      await postponeMessage(tx, message, held.until, held.why);
      return null;
    }
    await takeMessage(tx, message, { now, until: new Date(now.getTime() + TAKEN_MS) });
    const told: Told = {
      id: messageId,
      isTest: message.about === "test",
      company: company === null ? null : { slug: company.slug, name: oneLine(company.name, now) },
      timeZone: company?.timeZone ?? "UTC",
      ...(await toldAlarms(tx, companyId, still.notices, now)),
      portal: (await readRelay(tx))?.portal ?? null,
      at: now,
    };
    const tried = { attempts: message.attempts + 1, firstTriedAt: message.firstTriedAt ?? now };
    return { message: { ...message, ...tried }, recipient, told };
  });
}

async function send(installation: Installation, { recipient, told }: Taken, signal: AbortSignal): Promise<Outcome> {
  const { home } = installation.env;
  if (recipient.way === "webhook") {
    const sealed = await inOwner(installation, recipient.companyId, (tx) =>
      readSecret(tx, recipient.companyId, recipient.id),
    );
    const webhook =
      sealed === null ? null : await openWebhook(home, recipient.companyId, recipient.id, sealed).catch(() => null);
    if (webhook === null) return failed("secret-damaged");
    const machine = permitted(home, told.company?.slug ?? null);
    const call = { id: told.id, at: installation.clock(), body: writeWebhook(told), pin: recipient.pin };
    return await callWebhook(machine, webhook, call, signal);
  }
  const relay = await readSealedRelay(door(installation, "keeper"));
  if (relay === null) return failed("no-relay");
  const password =
    relay.sealed === null ? null : await openRelayPassword(home, relay.sealed).catch(() => false as const);
  if (password === false) return failed("relay-damaged");
  const { subject, text } = writeMail(told, recipient.language);
  const now = installation.clock();
  const mail = { id: told.id, to: recipient.address, subject, text, at: now };
  return await unlessResting({ home, relay, now }, () =>
    sendMail(permitted(home, null), { ...relay, password }, mail, signal),
  );
}

/** What is sealed is read by the one role that may, inside the company it belongs to. */
async function inOwner<T>(installation: Installation, companyId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  const keeper = door(installation, "keeper");
  return companyId === INSTALLATION
    ? await withAuditOf(keeper, companyId, work)
    : await withCompany(keeper, companyId, work);
}

async function settle({ sql, clock }: Installation, { message, recipient }: Taken, outcome: Outcome): Promise<void> {
  await withAuditOf(door({ sql }, "web"), message.companyId, async (tx) => {
    const now = clock();
    const { attempts, firstTriedAt } = message;
    if (outcome.sent) {
      await endMessage(tx, message, { state: "sent", problem: null, status: outcome.status, at: now });
      return await noteTrouble(tx, recipient, null);
    }
    const { problem, status, waitMs, final } = outcome;
    const isTest = message.about === "test";
    const again =
      final || isTest
        ? null
        : triedAgainAt({ attempts, firstTriedAt: firstTriedAt ?? now, now, waitMs, chance: Math.random() });
    if (again === null) await endMessage(tx, message, { state: "failed", problem, status, at: now });
    else await postponeMessage(tx, message, again, { problem, status });
    // A test tells whoever pressed the button; it is no alarm.
    if (!isTest && (again === null || attempts >= IN_VAIN))
      await noteTrouble(tx, recipient, { since: firstTriedAt ?? now, problem });
  });
}
