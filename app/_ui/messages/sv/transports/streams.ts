import type { Translation } from "../../../words.ts";
import type { streams as english } from "../../en/transports/streams.ts";

/** Det som alla strömmar har gemensamt. */
export const streams: Translation<typeof english> = {
  "job.forget-streams.title": "Avslutade anslutningar",
  "job.forget-transfers.title": "Gamla överföringar",
  "job.forget-transfers.help": "Tar bort överföringar som är äldre än 400 dagar. De består bara av antal.",
  "job.forget-streams.help":
    "Glömmer hur långt anslutningar hann som avslutades för en vecka sedan: inget av dem kan komma in längre.",
};
