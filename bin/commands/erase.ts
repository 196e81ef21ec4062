import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import {
  decideErasure,
  type ErasureView,
  freezeSelection,
  listWaitingErasures,
  previewErasure,
  readCertificate,
  readErasure,
  readWaitingErasure,
  requestErasure,
} from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { readSought, SOUGHT_OPTIONS } from "../acting/sought.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** What the page's erasure does. Without --yes it shows what would go; with it, it prints the certificate, or that it waits. */
export const command: Command = {
  name: "erase",
  usage: `--company SLUG --as EMAIL (--number - | --ssn -) --reason TEXT [--yes] [--others-elsewhere] [--tier TIER]... [--from DAY] [--to DAY]
waiting --company SLUG --as EMAIL
(show | approve | decline | withdraw) --company SLUG --as EMAIL ERASURE`,
  summary: "erases a person in every copy and prints the certificate; without --yes it only previews",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ...SOUGHT_OPTIONS,
      reason: { type: "string" },
      yes: { type: "boolean", default: false },
      "others-elsewhere": { type: "boolean", default: false },
    });
    const [word, erasureId, ...more] = positionals;
    if (more.length > 0) throw new UsageError("Say one erasure.");
    if (word !== undefined) return await asPerson(values, (ctx) => second(ctx, word, erasureId, io));
    const reason = values.reason;
    if (reason === undefined) throw new UsageError("Say why with --reason TEXT; never write a number there.");
    const sought = await readSought(values, io);
    return await asPerson(values, async (ctx) => {
      const selection = await freezeSelection(ctx, sought);
      const preview = await previewErasure(ctx, { selectionId: selection.selectionId });
      if (!values.yes) {
        io.out({ preview });
        io.note("Nothing was erased. Say --yes to erase what the preview shows.");
        return 0;
      }
      const wish = { reason, othersElsewhere: values["others-elsewhere"], typedCount: preview.rows };
      return await erase(ctx, { selectionId: selection.selectionId, ...wish }, io);
    });
  },
};

async function erase(
  ctx: CompanyContext,
  wish: { selectionId: string; reason: string; othersElsewhere: boolean; typedCount: number },
  io: Io,
): Promise<number> {
  const { erasureId, state, why, certificateId, nonce } = await requestErasure(ctx, { ...wish, graceMinutes: 0 });
  if (state === "asked") {
    // The nonce is told here and nowhere else: with it the person can prove that the certificate is about them.
    io.out({ waiting: { erasureId, why }, nonce });
    io.note(
      `Nothing is erased yet: a second person has to say gallra erase approve ${erasureId} within seven days. Keep the nonce; it is not told again.`,
    );
    return 0;
  }
  if (state === "refused" && certificateId !== null) {
    await tellCertificate(ctx, certificateId, io, { nonce });
    io.note("Refused: nothing was erased. The certificate says why.");
    return 1;
  }
  return await awaitCertificate(ctx, erasureId, io, { nonce });
}

/** The second person's part, and the first one's second thought. */
async function second(ctx: CompanyContext, word: string, erasureId: string | undefined, io: Io): Promise<number> {
  if (word === "waiting") {
    for (const one of await listWaitingErasures(ctx)) io.out(one);
    return 0;
  }
  if (erasureId === undefined) throw new UsageError(`Say which erasure: gallra erase ${word} ERASURE.`);
  if (word === "show") {
    io.out(await readWaitingErasure(ctx, { erasureId }));
    return 0;
  }
  if (word !== "approve" && word !== "decline" && word !== "withdraw")
    throw new UsageError("Say waiting, show, approve, decline or withdraw.");
  const decided = await decideErasure(ctx, { erasureId, decision: word });
  if (decided.startsAt === null) {
    io.out(decided);
    return 0;
  }
  if (decided.startsAt > ctx.clock()) {
    io.out(decided);
    io.note("Approved. It starts when its time for second thoughts is over; until then nobody reads the data.");
    return 0;
  }
  return await awaitCertificate(ctx, erasureId, io, {});
}

async function awaitCertificate(ctx: CompanyContext, erasureId: string, io: Io, beside: object): Promise<number> {
  const done = await follow(() => readErasure(ctx, { erasureId }), ended, progress, io.note);
  if (done.certificateId === null)
    throw new AppError("unavailable", done.problem ?? `The erasure ended as ${done.state}.`);
  await tellCertificate(ctx, done.certificateId, io, beside);
  return 0;
}

async function tellCertificate(ctx: CompanyContext, certificateId: string, io: Io, beside: object): Promise<void> {
  const { statement, jws, publicKey } = await readCertificate(ctx, { certificateId });
  io.out({ certificate: statement, jws, publicKey, ...beside });
}

const ENDED: ReadonlySet<ErasureView["state"]> = new Set([
  "held",
  "done",
  "undone",
  "declined",
  "lapsed",
  "refused",
  "failed",
]);

function ended(view: ErasureView): boolean {
  return ENDED.has(view.state);
}

function progress(view: ErasureView): string {
  return `${view.state}: ${view.rowsDone} of ${view.rows}${view.problem === null ? "" : ` (${view.problem})`}`;
}
