import type { Context } from "../../context.ts";
import { INSTALLATION } from "../../store/index.ts";
import { type ChainView, chainOf } from "../show-chain.ts";
import { authoriseReading } from "./authorise-reading.ts";

/** How the installation's own audit stands. */
export async function showInstallation(ctx: Context): Promise<ChainView> {
  authoriseReading(ctx);
  return await chainOf(ctx, INSTALLATION);
}
