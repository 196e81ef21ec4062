import type { Context } from "../../context.ts";
import { type EscrowState, escrowState, type GenerationStatus, generationStatus } from "../../keyring/index.ts";
import { authoriseOperation } from "../authorise-operation.ts";

export interface KeyState extends GenerationStatus {
  /** Id of the root key in use; it says nothing about the key. */
  readonly rootKid: string;
  readonly escrow: EscrowState;
}

/** Generations past, the one under way and the next, and whether the printed sheet is that of the present root key. */
export async function keyState(ctx: Context): Promise<KeyState> {
  authoriseOperation(ctx);
  const status = await generationStatus(ctx.keyring);
  const escrow = await escrowState(ctx.keyring);
  return { ...status, rootKid: escrow.rootKid, escrow };
}
