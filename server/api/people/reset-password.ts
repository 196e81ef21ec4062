import { ResetPasswordInput, resetPassword as reset } from "../../directory/reset-password.ts";
import { procedure } from "../trpc.ts";

export const resetPassword = procedure.input(ResetPasswordInput).mutation(({ ctx, input }) => reset(ctx, input));
