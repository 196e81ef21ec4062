import { z } from "zod";
import type { Context } from "../context.ts";
import type { CompanyRow } from "../store/companies.ts";
import { listCompanies } from "./list-companies.ts";

export const FindCompaniesInput = z.strictObject({
  /** A part of the name or of the short name; empty for all. */
  text: z.string().trim().max(120).default(""),
  skip: z.number().int().min(0).max(100_000).default(0),
  limit: z.number().int().min(1).max(200).default(50),
});
export type FindCompaniesInput = z.infer<typeof FindCompaniesInput>;

export interface FoundCompanies {
  readonly companies: readonly CompanyRow[];
  /** How many match; and how many the actor reaches at all. */
  readonly found: number;
  readonly total: number;
}

/** A page of the companies within reach, by name. An installation has a thousand of them at most, so that they are read whole. */
export async function findCompanies(ctx: Context, input: FindCompaniesInput): Promise<FoundCompanies> {
  const { text, skip, limit } = FindCompaniesInput.parse(input);
  const all = await listCompanies(ctx);
  const sought = text.toLocaleLowerCase("sv");
  const found = all.filter(({ name, slug }) => name.toLocaleLowerCase("sv").includes(sought) || slug.includes(sought));
  return { companies: found.slice(skip, skip + limit), found: found.length, total: all.length };
}
