import { authoriseCompany, type CompanyContext } from "../context.ts";
import { DRIVERS } from "../drivers/catalogue.ts";
import { type Transport, type TransportField, type TransportId, TRANSPORTS } from "../sources/index.ts";
import { usualWays } from "./usual-ways.ts";

/** A way in which records come, as the form of a source draws it. */
export interface TransportView extends Pick<Transport, "begins"> {
  readonly id: TransportId;
  readonly fields: readonly TransportField[];
}

export interface TransportsView {
  readonly transports: readonly TransportView[];
  /** By driver, the ways in which its records usually come, the most usual first; all others are possible too. */
  readonly usual: Readonly<Record<string, readonly TransportId[]>>;
}

/** The ways in which records can come, and what a person sets of each. */
export async function listSourceTransports(ctx: CompanyContext): Promise<TransportsView> {
  authoriseCompany(ctx, "source.see");
  return {
    transports: TRANSPORTS.map(({ id, begins, fields }) => ({ id: id as TransportId, begins, fields })),
    usual: Object.fromEntries(DRIVERS.map(({ id }) => [id, usualWays(id)])),
  };
}
