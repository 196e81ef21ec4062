/** Syslog, som en källas formulär visar det. */
export const syslog = {
  "transport.syslog": "Syslog",
  "transport.syslog.help":
    "Meddelanden som en enhet skickar av sig själv. Protokollet har ingen kvittens: över UDP kan ett meddelande gå förlorat på vägen, och över TCP och TLS det som var på väg när en förbindelse bryts. Det som datorn måste kasta räknas.",
  "transport.syslog.protocol": "Protokoll",
  "transport.syslog.protocol.help":
    "TLS är krypterat och visar installationens certifikat. UDP och TCP går i klartext.",
  "transport.syslog.protocol.udp": "UDP",
  "transport.syslog.protocol.tcp": "TCP",
  "transport.syslog.protocol.tls": "TLS",
  "transport.syslog.address": "Lyssna på",
  "transport.syslog.address.help":
    "En adress på insamlarens maskin, 0.0.0.0 för alla med IPv4 eller :: för alla med IPv6. Driften tillåter den först.",
  "transport.syslog.port": "Port",
  "transport.syslog.port.help":
    "Vanligen 514, för TLS 6514; under 1024 behöver insamlaren en särskild rättighet. Källor kan dela en port.",
  "transport.syslog.senders": "Tillåtna avsändare",
  "transport.syslog.senders.help":
    "Adresser eller nät för enheterna, eller för det relä som skickar vidare deras meddelanden, med kommatecken emellan. Det som andra skickar räknas och lagras inte.",
  "transport.syslog.hosts": "Värdnamn",
  "transport.syslog.hosts.help":
    "Bara meddelanden vars huvud anger någon av dessa enheter; behövs när ett relä skickar vidare meddelanden för flera källor. Tomt för alla.",
  "transport.syslog.pass": "Vad som läses",
  "transport.syslog.pass.help":
    "Hela raden passar drivrutiner som är gjorda för syslog. Välj bara meddelandet för drivrutiner som läser filer.",
  "transport.syslog.pass.line": "hela raden",
  "transport.syslog.pass.message": "meddelandet utan huvud",
  "transport.syslog.clientCertificate": "Klientens certifikat",
  "transport.syslog.clientCertificate.help":
    "SHA-256-fingeravtryck för det enda certifikat som får ansluta. Tomt: den som har en tillåten adress får det.",
  "transport.syslog.idleMinutes": "Minuters tystnad",
  "transport.syslog.idleMinutes.help":
    "Därefter stängs en förbindelse. En del enheter förlorar då ett meddelande: låt tiden vara lång.",
  "problem.no-certificate":
    "Installationen har inget certifikat att visa. Starta portalen en gång, eller ange GALLRA_CERT och GALLRA_KEY för insamlaren.",
  "problem.messages-lost":
    "Meddelanden gick förlorade innan de kunde sparas: datorn var för hårt belastad eller disken för långsam. I dokumentationen står hur bufferten görs större.",
  "problem.sender-disputed":
    "Två källor på samma adress och port anger samma avsändare, så ingen av dem får det som den skickar. Ange varje avsändare eller värdnamn i bara en av dem.",
  "problem.sender-unknown":
    "Någon som ingen källa anger skickar till denna adress och port. Inget av det lagras. Är det en enhet av era egna, lägg till dess adress eller värdnamn.",
} as const;
