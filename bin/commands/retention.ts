import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "#server/domain/codes.ts";
import { previewRetention, setRetention, showRetention } from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** The rules of a company: a line a rule, or what a change would do, or the change. */
export const command: Command = {
  name: "retention",
  usage: [
    "show --company SLUG --as EMAIL",
    "preview --company SLUG --as EMAIL --product PRODUCT --class CLASS --days N|off",
    "set --company SLUG --as EMAIL --product PRODUCT --class CLASS --days N|off --reason TEXT",
  ].join("\n"),
  summary: "shows and changes how long each kind of personal data is kept",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      product: { type: "string" },
      class: { type: "string" },
      days: { type: "string" },
      reason: { type: "string" },
    });
    const [word, ...more] = positionals;
    if (more.length > 0) throw new UsageError("Say one of: retention show, preview, set.");
    switch (word) {
      case "show":
        return await asPerson(values, async (ctx) => {
          const { rules } = await showRetention(ctx);
          for (const { product, class: dataClass, keptDays, action, isDefault, oldestDay } of rules) {
            io.out({ product, class: dataClass, keptDays, action, isDefault, oldestDay });
          }
          return 0;
        });
      case "preview":
        return await asPerson(values, async (ctx) => {
          io.out(await previewRetention(ctx, readChange(values)));
          return 0;
        });
      case "set": {
        const { reason } = values;
        if (reason === undefined) throw new UsageError("Say why with --reason TEXT.");
        return await asPerson(values, async (ctx) => {
          io.out(await setRetention(ctx, { ...readChange(values), reason }));
          return 0;
        });
      }
      default:
        throw new UsageError("Say one of: retention show, preview, set.");
    }
  },
};

function readChange(values: { product?: string | undefined; class?: string | undefined; days?: string | undefined }) {
  const product = oneOf<Product>(PRODUCTS, values.product, "--product");
  const dataClass = oneOf<DataClass>(DATA_CLASSES, values.class, "--class");
  if (values.days === undefined || !/^(?:off|\d{1,4})$/.test(values.days)) {
    throw new UsageError("--days is a number of days, or off to keep without end.");
  }
  return { product, class: dataClass, keptDays: values.days === "off" ? null : Number(values.days) };
}

function oneOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  text: string | undefined,
  option: string,
): Name {
  const names = Object.keys(codes) as Name[];
  const name = names.find((one) => one === text);
  if (name === undefined) throw new UsageError(`${option} is one of ${names.join(", ")}.`);
  return name;
}
