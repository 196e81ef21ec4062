import { cucmDriver } from "../cisco-cucm/reader.ts";

/** Quality of calls as telephones measured it: call management records (docs/drivers/cisco-cucm-cmr.md). */
export const ciscoCucmCmr = cucmDriver({
  id: "cisco-cucm-cmr",
  title: "Cisco Unified CM call management records (CMR)",
  confirmed: {
    by: "real-records",
    note: "Read against the two records of one call, of 48 columns.",
  },
});
