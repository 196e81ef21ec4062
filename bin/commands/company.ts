import { addCompany, type AddCompanyInput } from "#server/directory/add-company.ts";
import { listCompanies } from "#server/directory/list-companies.ts";
import { type Context, door } from "#server/context.ts";
import { addReseller, listResellers } from "#server/store/companies.ts";
import { asOperator } from "../acting/installation.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";
import { readCount } from "../options.ts";

export const command: Command = {
  name: "company",
  usage:
    "add --slug SLUG --name NAME [--reseller NAME] [--kind private|public] [--time-zone Europe/Stockholm] [--country SE] [--outside-line 0] [--extension-length 4] [--international-prefix 00] [--language sv|en]\nlist",
  summary: "adds and lists the companies of this installation",
  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === "add") return await add(rest, io);
    if (verb === "list") return await list(rest, io);
    throw new UsageError("Say company add or company list.");
  },
};

async function add(args: Args, io: Io): Promise<number> {
  const { values, positionals } = parseArgs(args, {
    slug: { type: "string" },
    name: { type: "string" },
    reseller: { type: "string" },
    kind: { type: "string", default: "private" },
    "time-zone": { type: "string", default: "Europe/Stockholm" },
    country: { type: "string", default: "SE" },
    "outside-line": { type: "string" },
    "extension-length": { type: "string" },
    "international-prefix": { type: "string" },
    language: { type: "string", default: "sv" },
  });
  const slug = required(values.slug ?? positionals[0], "slug");
  const input = {
    slug,
    name: values.name ?? slug,
    kind: values.kind,
    timeZone: values["time-zone"],
    country: values.country.toUpperCase(),
    outsideLine: values["outside-line"] ?? null,
    extensionDigits: readCount(values["extension-length"], "extension-length"),
    internationalPrefix: values["international-prefix"] ?? null,
    language: values.language,
  } as AddCompanyInput;
  return await asOperator(["web"], async (ctx) => {
    const resellerId = await resellerNamed(ctx, values.reseller);
    const { companyId } = await addCompany(ctx, { ...input, resellerId });
    io.out({ companyId, slug });
    return 0;
  });
}

/** The reseller of that name, else the first; the first of an installation is made. */
async function resellerNamed(ctx: Context, name: string | undefined): Promise<number> {
  const web = door(ctx, "web");
  const known = await listResellers(web);
  const found = name === undefined ? known[0] : known.find((reseller) => reseller.name === name);
  return found?.id ?? (await addReseller(web, name ?? "Reseller"));
}

async function list(args: Args, io: Io): Promise<number> {
  parseArgs(args, {});
  return await asOperator(["web"], async (ctx) => {
    for (const { id, slug, name, kind, timeZone, country, resellerId } of await listCompanies(ctx)) {
      io.out({ companyId: id, slug, name, kind, timeZone, country, resellerId });
    }
    return 0;
  });
}
