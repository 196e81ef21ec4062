import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "#server/context.ts";
import { DELIVERY_PROBLEMS } from "#server/domain/delivery-problems.ts";
import {
  companyOwner,
  dropRecipient,
  installationOwner,
  listMessages,
  type Owner,
  RecipientId,
  SaveRecipientInput,
  saveRecipient,
  sendTest,
  showRecipients,
} from "#server/watch/index.ts";
import { inCompany } from "../acting/company.ts";
import { asOperator } from "../acting/installation.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const OPTIONS = {
  ...PERSON_OPTIONS,
  installation: { type: "boolean", default: false },
  mail: { type: "string" },
  webhook: { type: "string" },
  language: { type: "string" },
  guards: { type: "boolean", default: false },
  kind: { type: "string", multiple: true },
  pin: { type: "string" },
} as const;

interface Values {
  readonly mail?: string | undefined;
  readonly webhook?: string | undefined;
  readonly language?: string | undefined;
  readonly guards: boolean;
  readonly kind?: string[] | undefined;
  readonly pin?: string | undefined;
}

type Work = (ctx: Context, owner: Owner, io: Io) => Promise<number>;

/** Whom alarms are told by mail and webhook, of a company or of the installation itself. */
export const command: Command = {
  name: "alarms",
  usage: [
    "list --company SLUG|--installation [--as EMAIL]",
    "add --company SLUG|--installation --mail ADDRESS [--language sv|en] [--guards | --kind KIND...] [--as EMAIL]",
    "add --company SLUG|--installation --webhook - [--pin FINGERPRINT] [--guards | --kind KIND...] [--as EMAIL]",
    "test|remove --company SLUG|--installation ID [--as EMAIL]",
    "messages --company SLUG|--installation [--as EMAIL]",
  ].join("\n"),
  summary: "says whom alarms are told by mail and webhook, sends a test, shows what was sent",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, OPTIONS);
    const work = await workOf(positionals, values, io);
    if (!values.installation) return await inCompany(values, (ctx) => work(ctx, companyOwner(ctx), io));
    if (values.company !== undefined || values.as !== undefined)
      throw new UsageError("Name a company, or say --installation and nobody else.");
    return await asOperator(["web"], (ctx) => work(ctx, installationOwner(ctx), io));
  },
};

/** Options are read before anybody acts: a wrong one is told as such. */
async function workOf([word, id, ...more]: readonly string[], values: Values, io: Io): Promise<Work> {
  if (more.length > 0 || (id !== undefined && word !== "test" && word !== "remove")) throw said();
  switch (word) {
    case "list":
      return list;
    case "messages":
      return messages;
    case "add":
      return add(SaveRecipientInput.parse(await inputOf(values, io)));
    case "test":
      return test(RecipientId.parse({ id }));
    case "remove": {
      const input = RecipientId.parse({ id });
      return async (ctx, owner, { out }) => {
        await dropRecipient(ctx, owner, input);
        out({ ...input, removed: true });
        return 0;
      };
    }
    default:
      throw said();
  }
}

const list: Work = async (ctx, owner, io) => {
  const { recipients, hasRelay } = await showRecipients(ctx, owner);
  for (const recipient of recipients) io.out(recipient);
  if (!hasRelay) io.note("No mail relay is set, so that no mail leaves: gallra mail-relay set.");
  return 0;
};

const messages: Work = async (ctx, owner, io) => {
  for (const message of (await listMessages(ctx, owner, { limit: 100 })).messages) io.out(message);
  return 0;
};

function add(input: SaveRecipientInput): Work {
  return async (ctx, owner, io) => {
    const { id, secret } = await saveRecipient(ctx, owner, input);
    io.out({ id, ...(secret === null ? {} : { secret }) });
    if (secret !== null) io.note("The secret is shown this once. Enter it at the receiver.");
    return 0;
  };
}

const PATIENCE_MS = 60_000;
const LOOK_MS = 500;

/** The worker sends it: this waits until it has, and says what happened. */
function test(input: RecipientId): Work {
  return async (ctx, owner, io) => {
    const { messageId } = await sendTest(ctx, owner, input);
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      const found = (await listMessages(ctx, owner)).messages.find(({ id }) => id === messageId);
      if (found !== undefined && found.state !== "waiting") {
        const { state, problem, status } = found;
        io.out({ messageId, state, problem, status });
        if (problem !== null) io.note(sentenceOf(problem));
        return state === "sent" ? 0 : 1;
      }
      await wait(LOOK_MS);
    }
    io.out({ messageId, state: "waiting" });
    io.note("The worker has not sent it yet. Is it running? gallra alarms messages shows what became of it.");
    return 1;
  };
}

async function inputOf(values: Values, io: Io): Promise<unknown> {
  const { mail, webhook, language, guards, kind, pin } = values;
  if ((mail === undefined) === (webhook === undefined)) throw new UsageError("Say --mail ADDRESS or --webhook -.");
  if (guards && kind !== undefined) throw new UsageError("Say --guards or --kind, not both.");
  const scope = guards ? "guards" : kind === undefined ? "all" : "kinds";
  const chosen = { scope, ...(kind === undefined ? {} : { kinds: kind }) };
  if (mail !== undefined) return { way: "mail", address: mail, language: language ?? "sv", ...chosen };
  // It may hold a token: an argument would stay in the shell's history.
  if (webhook !== "-") throw new UsageError("Give --webhook - and write the address to standard input.");
  return { way: "webhook", url: (await io.stdin()).trim(), pin: pin ?? null, ...chosen };
}

function sentenceOf(problem: string): string {
  return (DELIVERY_PROBLEMS as Readonly<Record<string, string>>)[`delivery.${problem}`] ?? problem;
}

function said(): UsageError {
  return new UsageError("Say alarms list, add, test ID, remove ID or messages.");
}
