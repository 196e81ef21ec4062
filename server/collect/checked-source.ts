import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import type { DriverOptions } from "../drivers/driver.ts";
import type { Credentials } from "../sources/index.ts";
import { driverOptionsOf } from "../store/source-options.ts";
import { readSourceInput, type SourceFields, type SourceInput } from "./source-input.ts";

/** A source as it is stored, and what its driver is told. */
export interface CheckedSource {
  readonly fields: Omit<SourceFields, "layout" | "credentials"> & {
    readonly layoutId: number | null;
    readonly layoutVersion: number | null;
  };
  readonly options: DriverOptions;
  readonly credentials: Credentials;
}

/** Parses, and asks the driver about its options and the saved layout. Throws AppError "bad-input" or "not-found". */
export async function checkedSource(ctx: CompanyContext, input: SourceInput): Promise<CheckedSource> {
  const { layout, credentials, ...rest } = readSourceInput(input);
  if (layout !== null && rest.driverOptions["layout"] !== undefined)
    throw new AppError("bad-input", "Give either a saved layout or the layout's text, not both.", { field: "layout" });
  const fields = { ...rest, layoutId: layout?.id ?? null, layoutVersion: layout?.version ?? null };
  const options = await driverOptionsOf(door(ctx, "web"), { ...fields, companyId: ctx.company.id });
  driverNamed(fields.driver).configure(options);
  return { fields, options, credentials };
}
