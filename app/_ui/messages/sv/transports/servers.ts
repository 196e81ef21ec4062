import type { Translation } from "../../../words.ts";
import type { servers as english } from "../../en/transports/servers.ts";

/** Servrar som växlar skickar sina filer till, så som källans formulär visar dem. */
export const servers: Translation<typeof english> = {
  "transport.sftp-server": "SFTP-server",
  "transport.sftp-server.help":
    "Växeln skickar hit sina filer över SSH. Den får veta att en fil är lagrad först när hela filen ligger på disk.",
  "transport.sftp-server.address": "Lyssna på",
  "transport.sftp-server.address.help": "En adress på insamlarens maskin; 0.0.0.0 är alla.",
  "transport.sftp-server.port": "Port",
  "transport.sftp-server.port.help":
    "Så som driften har tillåtit den. Källor får dela port; var och en har sin egen användare.",
  "transport.sftp-server.user": "Användare",
  "transport.sftp-server.user.help": "Hittas på här och skrivs in i växeln. Användaren gäller bara den här källan.",
  "transport.sftp-server.signIn": "Logga in med",
  "transport.sftp-server.signIn.help": "En nyckel är bättre, där växeln har en.",
  "transport.sftp-server.signIn.password": "lösenord",
  "transport.sftp-server.signIn.key": "publik nyckel",
  "transport.sftp-server.password": "Lösenord",
  "transport.sftp-server.password.help": "Minst tio tecken, påhittat här. Förseglas genast; ingen ser det igen.",
  "transport.sftp-server.publicKey": "Publik nyckel",
  "transport.sftp-server.publicKey.help": "En rad, så som växeln visar den: ssh-ed25519 AAAA... eller ssh-rsa AAAA...",
  "transport.sftp-server.senders": "Tillåtna avsändare",
  "transport.sftp-server.senders.help": "Adresser eller nät, med kommatecken emellan; tomt för alla som kan logga in.",
  "transport.sftp-server.pattern": "Filnamn",
  "transport.sftp-server.pattern.help":
    "Med * och ?. En fil med annat namn väntar i en timme på att byta namn och glöms sedan.",
  "transport.sftp-server.folder": "Mapp",
  "transport.sftp-server.folder.help":
    "Bara för en växel som tittar efter att mappen finns innan den skickar; annars tomt.",
  "transport.sftp-server.maximumMegabytes": "Megabyte som mest",
  "transport.sftp-server.maximumMegabytes.help": "För en fil. En större avvisas.",
  "transport.sftp-server.oldAlgorithms": "Gammal kryptering",
  "transport.sftp-server.oldAlgorithms.help":
    "Bara för en växel som inte kan något nyare: det den erbjuder kan knäckas av någon på vägen som gör sig besväret. Portens andra användare förblir säkra.",
  "transport.ftp-server": "FTP-server",
  "transport.ftp-server.help":
    "Växeln skickar hit sina filer med FTP eller FTPS. Välj SFTP om den kan: utan TLS går allt i klartext.",
  "transport.ftp-server.security": "Kryptering",
  "transport.ftp-server.security.help":
    "Med installationens certifikat. Utan kan vem som helst på vägen läsa lösenord och samtal.",
  "transport.ftp-server.security.explicit": "TLS, som begärs på den vanliga porten",
  "transport.ftp-server.security.implicit": "TLS från början",
  "transport.ftp-server.security.none": "ingen",
  "transport.ftp-server.address": "Lyssna på",
  "transport.ftp-server.address.help": "En adress på insamlarens maskin; 0.0.0.0 är alla.",
  "transport.ftp-server.port": "Port",
  "transport.ftp-server.port.help":
    "Så som driften har tillåtit den. Källor får dela port; var och en har sin egen användare.",
  "transport.ftp-server.passiveFrom": "Portar för filer, från",
  "transport.ftp-server.passiveFrom.help":
    "Varje fil kommer till en egen port. Driften tillåter även dem, och de öppnas i brandväggar däremellan.",
  "transport.ftp-server.passiveTo": "Portar för filer, till",
  "transport.ftp-server.passiveTo.help": "Tio räcker för en växel.",
  "transport.ftp-server.publicAddress": "Adress sedd utifrån",
  "transport.ftp-server.publicAddress.help": "Bara om växeln når maskinen på en annan IPv4-adress än den har.",
  "transport.ftp-server.user": "Användare",
  "transport.ftp-server.user.help": "Hittas på här och skrivs in i växeln. Användaren gäller bara den här källan.",
  "transport.ftp-server.password": "Lösenord",
  "transport.ftp-server.password.help": "Minst tio tecken, påhittat här. Förseglas genast; ingen ser det igen.",
  "transport.ftp-server.senders": "Tillåtna avsändare",
  "transport.ftp-server.senders.help": "Adresser eller nät, med kommatecken emellan; tomt för alla som kan logga in.",
  "transport.ftp-server.pattern": "Filnamn",
  "transport.ftp-server.pattern.help":
    "Med * och ?. En fil med annat namn väntar i en timme på att byta namn och glöms sedan.",
  "transport.ftp-server.folder": "Mapp",
  "transport.ftp-server.folder.help":
    "Bara för en växel som tittar efter att mappen finns innan den skickar; annars tomt.",
  "transport.ftp-server.maximumMegabytes": "Megabyte som mest",
  "transport.ftp-server.maximumMegabytes.help": "För en fil. En större avvisas.",
};
