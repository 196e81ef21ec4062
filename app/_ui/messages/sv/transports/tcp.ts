import type { Translation } from "../../../words.ts";
import type { tcp as english } from "../../en/transports/tcp.ts";

/** En anslutning över TCP, så som källans formulär visar den. */
export const tcp: Translation<typeof english> = {
  "transport.tcp": "TCP-anslutning",
  "transport.tcp.help":
    "Poster över en anslutning, som de kommer eller i den dialog som en växel vill ha. Det som var på väg när en anslutning bryts kan gå förlorat, om växeln inte väntar på kvittenser.",
  "transport.tcp.mode": "Vem ansluter",
  "transport.tcp.mode.help": "Antingen ansluter växeln till oss, eller vi till den.",
  "transport.tcp.mode.listen": "växeln",
  "transport.tcp.mode.connect": "vi",
  "transport.tcp.conversation": "Dialog",
  "transport.tcp.conversation.help":
    "Hur växeln vill bli tilltalad. Vad som är bekräftat om varje dialog står i dokumentationen.",
  "transport.tcp.conversation.none": "ingen: posterna som de kommer",
  "transport.tcp.conversation.asterisk-ami": "Asterisk, Manager Interface",
  "transport.tcp.conversation.mitel-1752": "Mitel MiVoice Business 3300, port 1752",
  "transport.tcp.conversation.mitel-5000": "Mitel 5000, SMDR-uttag",
  "transport.tcp.conversation.nec-60010": "NEC NEAX och SV, port 60010",
  "transport.tcp.conversation.oxe-2533": "OmniPCX Enterprise, port 2533",
  "transport.tcp.conversation.panasonic-2300": "Panasonic KX-TDE, NCP, NS, port 2300",
  "transport.tcp.conversation.3cx-active": "3CX, active socket",
  "transport.tcp.conversation.3cx-passive": "3CX, passive socket",
  "transport.tcp.host": "Värd",
  "transport.tcp.host.help": "Växelns namn eller adress. Driften tillåter dess nät först.",
  "transport.tcp.address": "Lyssna på",
  "transport.tcp.address.help": "En adress på insamlarens maskin, eller 0.0.0.0 för alla. Driften tillåter den först.",
  "transport.tcp.port": "Port",
  "transport.tcp.port.help": "Från 1 till 65535; under 1024 behöver insamlaren en särskild behörighet.",
  "transport.tcp.senders": "Tillåtna avsändare",
  "transport.tcp.senders.help":
    "Adresser eller nät, till exempel 10.20.0.5 10.30.0.0/24. Andra räknas, och inget som de skickar lagras.",
  "transport.tcp.tls": "Krypterad (TLS)",
  "transport.tcp.tls.help": "Utan det kan alla längs vägen läsa posterna.",
  "transport.tcp.clientPin": "Avsändarens certifikat",
  "transport.tcp.clientPin.help": "SHA-256-fingeravtryck av certifikatet som växeln måste visa. Kräver TLS.",
  "transport.tcp.pin": "Växelns certifikat",
  "transport.tcp.pin.help": "Pröva källan och godkänn det som visas. Ett annat certifikat stoppar källan.",
  "transport.tcp.user": "Användare",
  "transport.tcp.user.help": "Så som den är upplagd i växeln.",
  "transport.tcp.password": "Lösenord",
  "transport.tcp.password.help": "Förseglas genast; ingen ser det igen.",
  "transport.tcp.station": "Enhetsnummer",
  "transport.tcp.station.help": "Numret som växeln känner oss under, från 0 till 9.",
  "transport.tcp.maxConnections": "Högst så många anslutningar",
  "transport.tcp.maxConnections.help":
    "Fler får vänta tills en av dem slutar, högst en halv minut; sedan stängs de, och räknas.",
  "transport.tcp.idleHours": "Längsta tystnad, timmar",
  "transport.tcp.idleHours.help": "En anslutning som inte ger något så länge stängs, eller kopplas upp på nytt.",
  "transport.tcp.closeEndsRecord": "Anslutningens slut avslutar en post",
  "transport.tcp.closeEndsRecord.help":
    "För växlar som stänger anslutningen i stället för att avsluta raden. Annars räknas en sådan post som avbruten.",
};
