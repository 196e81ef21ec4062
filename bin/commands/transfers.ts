import type { CompanyContext } from "#server/context.ts";
import { readTransferLog, SoughtTransfers } from "#server/collect/index.ts";
import { TRANSFER_KINDS } from "#server/store/transfers.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** A line a transfer session, the newest first: start, end, outcome and what moved. */
export const command: Command = {
  name: "transfers",
  usage: `--company SLUG [--source ID] [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--only ${TRANSFER_KINDS.join("|")}] [--as EMAIL]`,
  summary: "lists the transfer sessions of a company's sources, the newest first",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      source: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      only: { type: "string" },
    });
    const { source, from, to, only } = values;
    const sought = SoughtTransfers.safeParse({
      ...(source === undefined ? {} : { sourceId: Number(source) }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(only === undefined ? {} : { only }),
    });
    if (!sought.success)
      throw new UsageError(
        `A day is written YYYY-MM-DD, --source is a number, --only is one of ${TRANSFER_KINDS.join(", ")}.`,
      );
    await inCompany(values, async (ctx: CompanyContext) => {
      for await (const rows of readTransferLog(ctx, sought.data))
        for (const { companyId: _, ...row } of rows) io.out(row);
    });
    return 0;
  },
};
