import type { Context } from "../../context.ts";
import { door } from "../../context.ts";
import { listCompanies } from "../../store/companies.ts";
import { authoriseOperation } from "../authorise-operation.ts";
import { type DemoWork, readDemoWork } from "./demo-note.ts";

export interface DemoStatus {
  /** The companies that the demo made, by name; none while it is off. */
  readonly companies: readonly { readonly id: number; readonly name: string }[];
  /** What was done last, or is being done; null when nothing ever was. */
  readonly work: DemoWork | null;
}

/** Whether the installation holds the demo, and how far its loading or removal is. */
export async function demoStatus(ctx: Context): Promise<DemoStatus> {
  authoriseOperation(ctx);
  const companies = (await listCompanies(door(ctx, "web"))).filter(({ demo }) => demo);
  return { companies: companies.map(({ id, name }) => ({ id, name })), work: readDemoWork(ctx.env.home) };
}
