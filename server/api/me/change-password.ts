import { ChangePasswordInput, changePassword as changeOwnPassword } from "../../auth/change-password.ts";
import { procedure } from "../trpc.ts";

export const changePassword = procedure
  .input(ChangePasswordInput)
  .mutation(({ ctx, input }) => changeOwnPassword(ctx, input));
