/** What a field takes, said of the settings of a source. */
export const fieldFaultSentences = {
  'The field "{1}" must be {2} names at most.': "Fältet tar högst {2} namn.",
  'The field "{1}" must be a SHA-256 fingerprint: 64 hexadecimal digits.':
    "Fältet är ett SHA-256-fingeravtryck: 64 hexadecimala siffror.",
  'The field "{1}" must be a device like /dev/ttyUSB0 or COM3.': "Fältet är en enhet som /dev/ttyUSB0 eller COM3.",
  'The field "{1}" must be a file name, without folders.': "Fältet är ett filnamn, utan mappar.",
  'The field "{1}" must be a whole address, with placeholders behind the host only.':
    "Fältet är en hel adress, med platshållare bara efter värdnamnet.",
  'The field "{1}" must be addresses or networks like 10.20.0.0/16.': "Fältet är adresser eller nät som 10.20.0.0/16.",
  'The field "{1}" must be addresses or networks like 10.20.0.0/16, 500 at most.':
    "Fältet är adresser eller nät som 10.20.0.0/16, högst 500.",
  'The field "{1}" must be an absolute path.': "Fältet är en hel sökväg, från roten.",
  'The field "{1}" must be an address of this machine, like 0.0.0.0.':
    "Fältet är en adress på den här maskinen, som 0.0.0.0.",
  'The field "{1}" must be an address of this machine, or 0.0.0.0.':
    "Fältet är en adress på den här maskinen, eller 0.0.0.0.",
  'The field "{1}" must be another folder than the one that is read.': "Fältet är en annan mapp än den som läses.",
  'The field "{1}" must be given to connect to.': "Fältet behövs för att ansluta.",
  'The field "{1}" must be given to dial.': "Fältet behövs för att ringa upp.",
  'The field "{1}" must be host names.': "Fältet är värdnamn.",
  'The field "{1}" must be like SHA256:3A:9F:... with 32 pairs.': "Fältet skrivs som SHA256:3A:9F:... med 32 par.",
  'The field "{1}" must be like https://calls.example.org:8443, without a path.':
    "Fältet skrivs som https://calls.example.org:8443, utan sökväg.",
  'The field "{1}" must be one public key as OpenSSH writes it.': "Fältet är en publik nyckel som OpenSSH skriver den.",
  'The field "{1}" must name at least one address or network.': "Fältet behöver minst en adress eller ett nät.",
  'The field "{1}" must name the folder that files move to.': "Fältet behöver mappen som filerna flyttas till.",
  'The field "{1}" must name whose connections are taken, unless a client certificate is asked for.':
    "Fältet behöver namnge vems anslutningar som tas emot, om inget klientcertifikat krävs.",
  'The field "{1}" give either a table or a query.': "Fältet är överflödigt: ange antingen en tabell eller en fråga.",
  'The field "{1}" is a header of the connection\'s own.': "Fältet är ett huvud som hör till själva anslutningen.",
  'The field "{1}" is missing.': "Fältet saknas.",
  'The field "{1}" is needed beside a time or a text.': "Fältet behövs bredvid en tid eller en text.",
  'The field "{1}" is needed with a query.': "Fältet behövs till en fråga.",
  'The field "{1}" is needed for Twilio\'s signature.': "Fältet behövs för Twilios signatur.",
  'The field "{1}" is needed to sign in by a key.': "Fältet behövs för att logga in med nyckel.",
  'The field "{1}" is no value of that kind.': "Fältet är inget värde av det slaget.",
  'The field "{1}" names are of letters, digits and _.': "Fältet rymmer namn av bokstäver, siffror och _.",
  'The field "{1}" needs TLS.': "Fältet behöver TLS.",
  'The field "{1}" needs the mode drop: a file that is read while it grows is never done.':
    "Fältet behöver läget för hela filer: en fil som läses medan den växer blir aldrig klar.",
  'The field "{1}" has no numbering plan.': "Fältet har ingen nummerplan.",
  'The field "{1}" is no time zone.': "Fältet är ingen tidszon.",
  'The field "{1}" {2}.': "Fältet går inte att använda: {2}.",
};
