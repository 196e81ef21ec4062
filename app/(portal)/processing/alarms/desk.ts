import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";

type Outputs = inferRouterOutputs<AppRouter>["alarms"];
type Inputs = inferRouterInputs<AppRouter>["alarms"];
export type RecipientView = Outputs["recipients"]["recipients"][number];
export type MessageView = Outputs["messages"]["messages"][number];
export type MessageCursor = NonNullable<Outputs["messages"]["next"]>;
export type SaveRecipient = Inputs["save"];

/** Recipients and messages of a company, or of the installation itself: the same pages, other procedures. */
export interface Desk {
  readonly of: "company" | "installation";
  recipients(): Promise<Outputs["recipients"]>;
  save(input: SaveRecipient): Promise<Outputs["save"]>;
  drop(id: string): Promise<void>;
  test(id: string): Promise<Outputs["test"]>;
  messages(before?: MessageCursor): Promise<Outputs["messages"]>;
}

export const COMPANY_DESK: Desk = {
  of: "company",
  recipients: () => api.alarms.recipients.query(),
  save: (input) => api.alarms.save.mutate(input),
  drop: (id) => api.alarms.drop.mutate({ id }),
  test: (id) => api.alarms.test.mutate({ id }),
  messages: (before) => api.alarms.messages.query(before === undefined ? {} : { before }),
};

export const INSTALLATION_DESK: Desk = {
  of: "installation",
  recipients: () => api.alarms.installationRecipients.query(),
  save: (input) => api.alarms.installationSave.mutate(input),
  drop: (id) => api.alarms.installationDrop.mutate({ id }),
  test: (id) => api.alarms.installationTest.mutate({ id }),
  messages: (before) => api.alarms.installationMessages.query(before === undefined ? {} : { before }),
};
