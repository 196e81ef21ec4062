import { listPeople } from "../../directory/list-people.ts";
import { procedure } from "../trpc.ts";

export const list = procedure.query(({ ctx }) => listPeople(ctx, { companyId: ctx.session.company?.id ?? null }));
