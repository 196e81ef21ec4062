/** What a field takes, said of the settings of a source. */
export const fieldFaultSentences = {
  'The field "{1}" is a whole number.': "Fältet är ett heltal.",
  'The field "{1}" is no address.': "Fältet är ingen adress.",
  'The field "{1}" has a quote that is not closed.': "Fältet har ett citattecken som inte avslutas.",
  'The field "{1}" is not encrypted: use https, or allow plain HTTP.':
    "Fältet är inte krypterat: använd https, eller tillåt HTTP utan kryptering.",
  'The field "{1}" lacks the placeholder {2}.': "Fältet saknar platshållaren {2}.",
  'The field "{1}" must be within {2} ports of the first one.': "Fältet är inom {2} portar från den första.",
  'The field "{1}" must leave out the port that is listened on.': "Fältet utelämnar porten som det lyssnas på.",
  'The field "{1}" must not be below the first port.': "Fältet är inte lägre än den första porten.",
  'The field "{1}" must not have a # part.': "Fältet har ingen del efter #.",
  'The field "{1}" must not hold a user or a password.': "Fältet rymmer varken användare eller lösenord.",
  'The field "{1}" must not hold comments.': "Fältet rymmer inga kommentarer.",
  'The field "{1}" must only read: {2} does more (put a name that is such a word in quotes).':
    "Fältet får bara läsa: {2} gör mer (sätt ett namn som är ett sådant ord inom citattecken).",
  'The field "{1}" seems to hold a secret as {2}, and addresses are shown: leave it out, choose a key behind the address to sign in by, and enter it as the secret, which is sealed.':
    "Fältet verkar rymma en hemlighet som {2}, och adresser visas: utelämna den, välj att logga in med en nyckel efter adressen och skriv in den som hemlighet, som förseglas.",
  'The field "{1}" must be a digit.': "Fältet är en siffra.",
  'The field "{1}" must be a fingerprint like SHA256:..., as OpenSSH prints it.':
    "Fältet är ett fingeravtryck som SHA256:..., så som OpenSSH skriver det.",
  'The field "{1}" must be a host name or an address.': "Fältet är ett värdnamn eller en adress.",
  'The field "{1}" must be a name without blanks.': "Fältet är ett namn utan mellanslag.",
  'The field "{1}" must be a name without control characters.': "Fältet är ett namn utan styrtecken.",
  'The field "{1}" must be a number to dial.': "Fältet är ett nummer som kan ringas.",
  'The field "{1}" must be a path without control characters.': "Fältet är en sökväg utan styrtecken.",
  'The field "{1}" must be an IPv4 address.': "Fältet är en IPv4-adress.",
  'The field "{1}" must be names of members with / between them, e.g. navigation/nextPage/uri.':
    "Fältet är namn på fält med / emellan, t.ex. navigation/nextPage/uri.",
  'The field "{1}" must be one line without control signs.': "Fältet är en rad utan styrtecken.",
  'The field "{1}" must be one statement, with {2} as its only placeholder.':
    "Fältet är en enda sats, med {2} som enda platshållare.",
  'The field "{1}" must be printable characters.': "Fältet är tecken som går att skriva ut.",
  'The field "{1}" must be the account\'s id.': "Fältet är kontots id.",
  'The field "{1}" must be the name of a data source.': "Fältet är namnet på en datakälla.",
  'The field "{1}" must be the name of a header or of a parameter.':
    "Fältet är namnet på ett huvud eller en parameter.",
  'The field "{1}" must be without ; {2} and }.': "Fältet är utan ; { och }.",
  'The field "{1}" must begin with SELECT.': "Fältet börjar med SELECT.",
  'The field "{1}" must begin with https://.': "Fältet börjar med https://.",
  'The field "{1}" needs the placeholder {2}.': "Fältet behöver platshållaren {2}.",
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
