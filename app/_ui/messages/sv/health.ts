import type { HealthSentence } from "#server/domain/health.ts";

/** What the checks say; the English stands beside them, since the command line says it too. */
export const healthSentences: Readonly<Record<HealthSentence, string>> = {
  "health.processes.ok": "Alla processer är igång, i samma version.",
  "health.processes.missing": "En process saknas. Läs slutet av dess logg; övervakaren startar om den av sig själv.",
  "health.processes.releases": "Processer av olika version är igång samtidigt. Starta om de äldre.",
  "health.data-cluster.ok": "Dataklustret svarar.",
  "health.data-cluster.away": "Dataklustret nås inte. Är det startat, och får den här maskinen ansluta?",
  "health.data-cluster.long":
    "En transaktion har länge stått öppen: inget bakom den kan städas bort. Ta reda på vem som håller den.",
  "health.data-cluster.full": "Nästan alla anslutningar är upptagna. Tillåt fler eller kör färre processer.",
  "health.data-cluster.wal": "Skrivloggen har vuxit sig stor. Står en replik eller ett arkiv stilla?",
  "health.keyring-cluster.ok": "Nyckelklustret svarar.",
  "health.keyring-cluster.away": "Nyckelklustret nås inte. Är det startat, och får den här maskinen ansluta?",
  "health.keyring-cluster.long":
    "En transaktion i nyckelringen har länge stått öppen: förstörda nycklar kan inte lämna disken bakom den. Ta reda på vem som håller den.",
  "health.keyring-cluster.full":
    "Nästan alla anslutningar till nyckelringen är upptagna. Tillåt fler eller kör färre processer.",
  "health.keyring-cluster.wal": "Nyckelringens skrivlogg har vuxit sig stor. Står en replik eller ett arkiv stilla?",
  "health.migrations.ok": "Båda databaserna hör till den här versionen.",
  "health.migrations.other": "En databas hör till en annan version. Starta om Gallra: en start uppdaterar den.",
  "health.keys.ok": "Rotnyckeln finns, och nycklar är gjorda i förväg.",
  "health.keys.closed": "Nyckelringen är inte öppen. Är secrets/root.jwk rätt fil, och är nyckelklustret igång?",
  "health.keys.few":
    "Nycklar finns bara för få dagar framåt. Se efter jobbet som förbereder dagar; starta det om det är pausat eller har misslyckats.",
  "health.keys.none":
    "Det finns ingen nyckel för i dag: det som samlas in nu kan inte skrivas ned. Starta jobbet som förbereder dagar.",
  "health.generation.ok": "Nycklarna görs om varje vecka, och de gamla förstörs.",
  "health.generation.late":
    "Nyckelgenerationen är sen: det som har förstörts sedan den förra går fortfarande att läsa i kopior av nyckelringen. Se efter arbetaren och jobbet Nyckelgeneration, eller starta en för hand.",
  "health.generation.sheet":
    "Reservbladet gäller en rotnyckel som är förstörd. Förstör bladet och gör ett nytt: gallra keys escrow.",
  "health.apart.ok": "Data, nyckelring och rotnyckel ligger på olika ställen.",
  "health.apart.same-server":
    "Båda klustren ligger på samma databasserver: en enda säkerhetskopia tar med båda, och då skyddar uppdelningen inte längre. Flytta det ena.",
  "health.apart.one-machine":
    "Båda databasservrarna svarar från samma maskin: en avbild av den innehåller båda. Ge nyckelringen en egen maskin.",
  "health.apart.one-disk":
    "Data, nyckelring och rotnyckel ligger på samma disk: den som kopierar disken har alla tre. Det går bra på prov; för riktiga uppgifter bör nyckelringen få en egen server.",
  "health.apart.root-beside":
    "Rotnyckeln ligger på samma maskin som nyckelringen: en kopia av maskinen går att öppna. Säkerhetskopiera mappen secrets någon annanstans än nyckelringen.",
  "health.ledger.ok": "Liggaren över det som förstörts är hel, och nyckelringen har sett allt i den.",
  "health.ledger.broken":
    "Liggaren över det som förstörts är inte hel. Lägg tillbaka den från kopian; gallra ledger verify säger vilken rad.",
  "health.ledger.behind":
    "Nyckelringen och liggaren stämmer inte överens. Starta Gallra: liggaren spelas upp innan något lämnas ut.",
  "health.secrets.ok": "Filerna med hemligheter finns och är stängda för andra.",
  "health.secrets.missing": "En fil med hemligheter saknas eller går inte att läsa. Lägg tillbaka den från kopian.",
  "health.secrets.open": "Andra får läsa en fil med hemligheter. Kör chmod 600 på filerna i secrets.",
  "health.clocks.ok": "Klockorna går lika.",
  "health.clocks.apart":
    "Maskinernas klockor skiljer sig mer än en minut. Inget förstörs förrän de stämmer: se över tidstjänsten.",
  "health.disk.ok": "Det finns plats på hemmets disk.",
  "health.disk.low": "Lite plats är kvar på hemmets disk. Gör plats innan insamlingen måste stanna.",
  "health.disk.full": "Hemmets disk är nästan full. Insamlingen stannar när den är det. Gör plats nu.",
  "health.certificate.ok": "Certifikatet gäller.",
  "health.certificate.soon": "Certifikatet går snart ut. Förnya det; portalen tar det i bruk utan omstart.",
  "health.certificate.ended": "Certifikatet har gått ut, och webbläsare vägrar att öppna portalen. Förnya det.",
  "health.certificate.none":
    "Inget certifikat hittades. Starta portalen en gång, eller rätta GALLRA_CERT och GALLRA_KEY.",
  "health.queue.ok": "Jobben görs efter hand som de kommer.",
  "health.queue.none": "Ingen arbetare har öppnat kön än. Starta Gallra.",
  "health.queue.late": "Jobb har väntat länge. Se efter arbetaren och pausade jobb.",
  "health.queue.failed":
    "Jobb har misslyckats det senaste dygnet. Deras körningar säger varför; försök igen när orsaken är borta.",
  "health.queue.paused":
    "Ett jobb som löften hänger på är pausat. Det som ska gallras står stilla tills det fortsätter.",
  "health.sweep.ok": "Gallringen går i tid.",
  "health.sweep.never": "Gallringen har inte gått än. Den går med arbetaren.",
  "health.sweep.late": "Gallringen är sen. Se efter arbetaren och jobbet, eller starta det för hand.",
  "health.sweep.overdue":
    "Den senaste gallringen är äldre än ett dygn: det som skulle bort finns kvar. Starta arbetaren och sedan gallringen.",
  "health.inbox.ok": "Det som samlas in lagras genast.",
  "health.inbox.slow": "Insamlat väntar på att lagras. Se efter arbetaren; den kan ha mycket på en gång.",
  "health.inbox.old":
    "Insamlat har väntat mer än ett dygn. Starta arbetaren: efter två dygn blir resten oförstådda rader.",
  "health.inbox.damaged":
    "Segment har lagts undan för att de inte gick att öppna. Där källan har kvar uppgifterna läses de igen.",
  "health.logs.ok": "Loggar sparas i sju dagar.",
  "health.logs.old": "Loggar äldre än sju dagar finns kvar. Får övervakaren skriva i mappen logs?",
  "health.copies.ok": "Varje kolumn, tabell och mapp hör till ett lager i kopieregistret.",
  "health.copies.unclassified":
    "Något här kan innehålla personuppgifter men hör inte till något lager i kopieregistret, så ingen sökning och ingen radering når det. Har det skapats för hand? Ta bort det, eller be om en version som känner till det.",
  "health.copies.unasked": "Klustren kunde inte tillfrågas om vad de innehåller.",
  "health.oldest.ok": "Inget är äldre än sin regel, uppmätt på rader och nycklar.",
  "health.oldest.late":
    "Något är äldre än sin regel och borde vara borta. Är arbetaren igång, och är något av gallringens jobb pausat? Kopior säger vilken produkt och klass.",
  "health.oldest.unmeasured": "Ett företag kunde inte mätas. Försök igen om en minut; processens logg säger varför.",
  "health.oldest.unasked": "Uppgifternas ålder kunde inte mätas.",
  "health.canary.gone": "Nattens kanariefågel fanns i varje lager, raderades och hittades ingenstans.",
  "health.canary.left":
    "Nattens kanariefågel raderades men hittades ändå. En radering kan lämna något av en människa också: gallra canary show säger var.",
  "health.canary.missed":
    "Nattens kanariefågel syntes inte i varje lager, så raderingen bevisar mindre än den ska: gallra canary show säger var.",
  "health.canary.failed":
    "Nattens kanariefågel avbröts. gallra canary show säger i vilket steg; gallra canary run försöker igen.",
  "health.canary.late":
    "Ingen kanariefågel har flugit på mer än 26 timmar. Är arbetaren igång, eller jobbet pausat? gallra canary run skickar en nu.",
  "health.canary.never": "Ingen kanariefågel har flugit än. Den första flyger i natt; gallra canary run skickar en nu.",
  "health.canary.unasked": "Kanariefågelns nätter kunde inte läsas.",
  "health.processing.ok": "Varje post är redovisad, och ingen bevakning väntar förgäves.",
  "health.processing.missing":
    "Poster har kommit in utan att det blev något av dem. Bearbetning, Statistik hos företaget säger vilken källa och dag; spara källans filer och hör av dig till oss.",
  "health.processing.silent":
    "En bevakning har inte hört något längre än den ska vänta. Bearbetning hos företaget säger vilken källa; se till växeln, insamlaren och arbetaren.",
  "health.processing.unjudged":
    "Ett företags bevakningar kunde inte bedömas. Försök igen om en minut; loggen säger varför.",
  "health.processing.unasked": "Statistik och bevakningar kunde inte tillfrågas.",
  "health.backups.none":
    "Ingen säkerhetskopiering är inställd: den här versionen gör ingen. Kopiera klustren, hemligheterna och liggaren var för sig.",
};
