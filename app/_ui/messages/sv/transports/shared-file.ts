import type { Translation } from "../../../words.ts";
import type { sharedFile as english } from "../../en/transports/shared-file.ts";

export const sharedFile: Translation<typeof english> = {
  "transport.shared-file": "Delad mapp",
  "transport.shared-file.help": "En mapp på insamlarens maskin, lokal eller monterad, som växeln skriver i.",
  "transport.shared-file.path": "Mapp",
  "transport.shared-file.path.help": "Så som insamlarens maskin ser den, till exempel /srv/pbx/cdr.",
  "transport.shared-file.pattern": "Filnamn",
  "transport.shared-file.pattern.help": "Med * och ?, till exempel Master*.csv.",
  "transport.shared-file.mode": "Hur filerna kommer",
  "transport.shared-file.mode.help":
    "En fil som växer läses allteftersom; en hel fil läses när inget längre ändras i den.",
  "transport.shared-file.mode.tail": "de växer",
  "transport.shared-file.mode.drop": "hela",
  "transport.shared-file.restSeconds": "Sekunder utan ändring",
  "transport.shared-file.restSeconds.help":
    "Så länge ska en fil ha varit oförändrad för att räknas som hel. En sista rad utan radslut får vänta dubbelt så länge.",
};
