import { cucmDriver } from "../cisco-cucm/reader.ts";

/** Call detail records of Cisco Unified CM (docs/drivers/cisco-cucm-cdr.md). */
export const ciscoCucmCdr = cucmDriver({
  id: "cisco-cucm-cdr",
  title: "Cisco Unified CM call detail records (CDR and CMR)",
  confirmed: {
    by: "real-records",
    note: "Read against one cluster's records of 133 columns; transfers and conferences after Cisco's examples.",
  },
});
