import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import {
  type ErasureView,
  freezeSelection,
  previewErasure,
  readCertificate,
  readErasure,
  requestErasure,
} from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { follow } from "../acting/progress.ts";
import { readSought, SOUGHT_OPTIONS } from "../acting/sought.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** What the page's erasure does. Without --yes it shows what would go; with it, it prints the certificate. */
export const command: Command = {
  name: "erase",
  usage:
    "--company SLUG --as EMAIL (--number - | --ssn -) --reason TEXT [--yes] [--others-elsewhere] [--tier TIER]... [--from DAY] [--to DAY]",
  summary: "erases a person in every copy and prints the certificate; without --yes it only previews",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ...SOUGHT_OPTIONS,
      reason: { type: "string" },
      yes: { type: "boolean", default: false },
      "others-elsewhere": { type: "boolean", default: false },
    });
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
  const { erasureId, nonce } = await requestErasure(ctx, { ...wish, graceMinutes: 0 });
  const done = await follow(() => readErasure(ctx, { erasureId }), ended, progress, io.note);
  if (done.certificateId === null)
    throw new AppError("unavailable", done.problem ?? `The erasure ended as ${done.state}.`);
  const certificate = await readCertificate(ctx, { certificateId: done.certificateId });
  // The nonce is told here and nowhere else: with it the person can prove that the certificate is about them.
  io.out({ certificate: certificate.statement, jws: certificate.jws, publicKey: certificate.publicKey, nonce });
  return 0;
}

function ended(view: ErasureView): boolean {
  return view.state === "done" || view.state === "undone" || view.state === "failed";
}

function progress(view: ErasureView): string {
  return `${view.state}: ${view.rowsDone} of ${view.rows}${view.problem === null ? "" : ` (${view.problem})`}`;
}
