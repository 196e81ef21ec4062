import type { Translation } from "../../words.ts";
import type { account as english } from "../en/account.ts";

export const account: Translation<typeof english> = {
  "stepUp.title": "Bekräfta att det är du",
  "stepUp.why":
    "Den som raderar, exporterar eller ändrar rättigheter får ange lösenordet igen när det har gått mer än 15 minuter.",
  "stepUp.password": "Ditt lösenord",
  "stepUp.submit": "Fortsätt",
};
