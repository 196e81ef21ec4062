import { companyOwner, showRecipients } from "../../watch/index.ts";
import { companyProcedure } from "../trpc.ts";

export const recipients = companyProcedure.query(({ ctx }) => showRecipients(ctx, companyOwner(ctx)));
