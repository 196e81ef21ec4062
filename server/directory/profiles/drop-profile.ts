import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { dropProfile as drop } from "../../store/profiles.ts";

export const DropProfileInput = z.strictObject({ profileId: z.uuid() });
export type DropProfileInput = z.infer<typeof DropProfileInput>;

/** Deletes a profile that nobody has. */
export async function dropProfile(ctx: CompanyContext, input: DropProfileInput): Promise<void> {
  authoriseCompany(ctx, "profile.change");
  requireStepUp(ctx);
  const { profileId } = DropProfileInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const answer = await drop(tx, ctx.company.id, profileId);
    if (answer === "missing") throw new AppError("not-found", "There is no such profile any more.");
    if (answer === "used")
      throw new AppError("conflict", "Somebody has this profile. Give them another one first, then delete it.");
    await audit(ctx, tx, { action: "profile.drop", detail: { profile: profileId } });
  });
}
