import { transaction } from "#db/transaction.ts";
import { door } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { enqueue } from "#server/jobs/enqueue.ts";
import { listDue, sweep } from "#server/privacy/sweep.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** What is due, or with no `--as-of` the clean-up itself, which the worker then carries out. */
export const command: Command = {
  name: "sweep",
  usage: "[--as-of ISO] [--confirm-clock]",
  summary: "lists what is due and has it destroyed; --as-of only lists what would be due then",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      "as-of": { type: "string" },
      "confirm-clock": { type: "boolean", default: false },
      // The older name of the same option.
      confirm: { type: "boolean", default: false },
    });
    if (positionals.length > 0) throw new UsageError("sweep takes no words, only options.");
    return await withInstallation(["keeper"], async (installation) => {
      const { "as-of": asOf } = values;
      if (asOf !== undefined) {
        const list = await listDue(installation, readInstant(asOf));
        for (const company of list.due)
          io.out({ company: company.slug, keys: company.slices, asOf: list.at.toISOString() });
        io.note(`companies=${list.due.length}; nothing was destroyed`);
        return 0;
      }
      const keeper = door(installation, "keeper");
      const list = await sweep(
        installation,
        {
          clocks: async () => {
            const [row] = await keeper`select clock_timestamp() as now`;
            return [row?.["now"] as Date];
          },
          askKeys: () => transaction(keeper, (tx) => enqueue(tx, "destroy-keys", {})),
          askPurge: (companyId) => transaction(keeper, (tx) => enqueue(tx, "purge", { companyId })),
          askDrop: () => transaction(keeper, (tx) => enqueue(tx, "drop-days", {})),
        },
        { confirmed: values["confirm-clock"] || values.confirm },
      );
      for (const company of list.due) io.out({ company: company.slug, keys: company.slices });
      io.note(`companies=${list.due.length}; the worker destroys what is due`);
      return 0;
    });
  },
};

function readInstant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new UsageError("--as-of is an instant, e.g. 2026-12-01T00:00:00Z.");
  if (at.getTime() > Date.now() + 100 * 365 * 86_400_000)
    throw new AppError("bad-input", "That is more than a hundred years ahead.");
  return at;
}
