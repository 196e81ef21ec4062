import { accDriver } from "../acc/family.ts";

/** The log of Kamailio's accounting module (docs/drivers/kamailio-acc.md). */
export const kamailioAcc = accDriver({
  id: "kamailio-acc",
  title: "Kamailio accounting log (acc)",
  confirmed: {
    by: "documentation",
    note: "Lines of the examples in Kamailio's documentation and logs of users.",
  },
});
