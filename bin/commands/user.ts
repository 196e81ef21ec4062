import { randomBytes } from "node:crypto";
import { addPerson } from "#server/directory/add-person.ts";
import { findPeople } from "#server/directory/find-people.ts";
import { PROFILES, reachOf } from "#server/domain/permissions.ts";
import { listResellers } from "#server/store/companies.ts";
import { door } from "#server/context.ts";
import { companyNamed } from "../acting/company.ts";
import { asOperator } from "../acting/installation.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

export const command: Command = {
  name: "user",
  usage:
    "add --email EMAIL --profile PROFILE [--name NAME] [--company SLUG] [--reseller NAME] [--password -]\nlist [--company SLUG]",
  summary: "adds and lists the people who may sign in",
  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === "add") return await add(rest, io);
    if (verb === "list") return await list(rest, io);
    throw new UsageError("Say user add or user list.");
  },
};

async function add(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, {
    email: { type: "string" },
    name: { type: "string" },
    profile: { type: "string" },
    company: { type: "string" },
    reseller: { type: "string" },
    password: { type: "string" },
  });
  const email = required(values.email, "email");
  const profile = PROFILES.find((known) => known === required(values.profile, "profile"));
  if (profile === undefined) throw new UsageError(`--profile is one of ${PROFILES.join(", ")}.`);
  if (values.password !== undefined && values.password !== "-") {
    throw new UsageError("A password is never an argument: give --password - and write it to standard input.");
  }
  const given = values.password === undefined ? null : (await io.stdin()).trim();
  const password = given ?? randomBytes(12).toString("base64url");
  const person = {
    email,
    name: values.name ?? email,
    profile,
    password,
  };
  return await asOperator(["web"], async (ctx) => {
    const companyId = await companyOf();
    const resellerId = reachOf(profile) === "reseller" ? await resellerOf() : null;
    const { accountId } = await addPerson(ctx, { ...person, companyId, resellerId });
    io.out({ accountId, email, profile, ...(given === null ? { password } : {}) });
    if (given === null)
      io.note("The password is shown this once. Its owner changes it under My account after the first sign-in.");
    return 0;

    async function companyOf(): Promise<number | null> {
      if (reachOf(profile ?? "end-user") !== "company" && profile !== "end-user") return null;
      return (await companyNamed(ctx, required(values.company, "company"))).id;
    }

    async function resellerOf(): Promise<number | null> {
      const known = await listResellers(door(ctx, "web"));
      return (
        (values.reseller === undefined ? known[0] : known.find(({ name }) => name === values.reseller))?.id ?? null
      );
    }
  });
}

const PAGE = 200;

async function list(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, { company: { type: "string" } });
  return await asOperator(["web"], async (ctx) => {
    const companyId = values.company === undefined ? null : (await companyNamed(ctx, values.company)).id;
    for (let skip = 0; ; skip += PAGE) {
      const { people, found } = await findPeople(ctx, { skip, limit: PAGE }, companyId);
      for (const { id, email, name, profile, disabledAt } of people) {
        io.out({ accountId: id, email, name, profile, disabled: disabledAt !== null });
      }
      if (skip + PAGE >= found) return 0;
    }
  });
}
