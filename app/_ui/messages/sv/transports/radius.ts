/** RADIUS-redovisning, som en källas formulär visar den. */
export const radius = {
  "transport.radius": "RADIUS-redovisning",
  "transport.radius.help":
    "Redovisning från gateways och SIP-proxyer. En fråga besvaras när den ligger på disken. Numren går i klartext och styrks bara av den delade hemligheten; en enhet som länge inte får svar ger upp.",
  "transport.radius.address": "Lyssna på",
  "transport.radius.address.help":
    "En adress på insamlarens maskin, 0.0.0.0 för alla med IPv4 eller :: för alla med IPv6. Driften tillåter den först.",
  "transport.radius.port": "Port",
  "transport.radius.port.help": "Vanligen 1813, för gamla enheter 1646. Källor kan dela en port.",
  "transport.radius.senders": "Tillåtna avsändare",
  "transport.radius.senders.help":
    "Adresser eller nät för enheterna eller för proxyn framför dem, med kommatecken emellan. Det som andra skickar räknas, besvaras inte och lagras inte.",
  "transport.radius.devices": "Enheter",
  "transport.radius.devices.help":
    "NAS-Identifier eller NAS-IP-Address för enheterna bakom en proxy. Tomt för alla som känner hemligheten.",
  "transport.radius.secret": "Delad hemlighet",
  "transport.radius.secret.help": "Densamma som i enheten: lång, och en egen för varje källa.",
  "problem.secret-wrong":
    "Paket kom med en annan delad hemlighet och har varken besvarats eller lagrats. Ange samma hemlighet här och i enheten.",
} as const;
