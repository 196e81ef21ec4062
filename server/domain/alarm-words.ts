/** What an alarm is called outside the portal, and what to do about it: in both languages, since a mail is written by the server. */
export interface AlarmWords {
  readonly title: Readonly<Record<"en" | "sv", string>>;
  readonly todo: Readonly<Record<"en" | "sv", string>>;
}

const words = (en: string, sv: string, todoEn: string, todoSv: string): AlarmWords => ({
  title: { en, sv },
  todo: { en: todoEn, sv: todoSv },
});

export const ALARM_WORDS = {
  "sweep-late": words(
    "Clean-up is late",
    "Gallringen är sen",
    "Nothing that is due can be read, but it is not destroyed either. Ask the system administrator to start the worker.",
    "Det som skulle ha gallrats går inte att läsa, men är inte heller förstört. Be systemadministratören starta arbetaren.",
  ),
  overdue: words(
    "Rows outlived their keys",
    "Rader har överlevt sina nycklar",
    "They cannot be read any more. Clean-up takes the rows away; if this stays a day, the worker's log says why.",
    "De går inte längre att läsa. Gallringen tar bort raderna; dröjer det ett dygn står orsaken i arbetarens logg.",
  ),
  "rule-off": words(
    "A rule that is switched off holds again soon",
    "En avstängd regel gäller snart igen",
    "What is past its former end goes that night. Renewing it needs a second person of the company.",
    "Det som har passerat sin tidigare gräns försvinner den natten. För att förnya krävs en andra person i företaget.",
  ),
  "wild-dates": words(
    "Records with a date that cannot be right",
    "Poster med ett datum som inte kan stämma",
    "They are stored and kept by the day on which they came. Set the clock of the telephone system.",
    "De är lagrade och sparas från dagen då de kom. Ställ telefonväxelns klocka.",
  ),
  "source-failed": words(
    "A source cannot be read",
    "En källa går inte att läsa",
    "The sources page says why. Once it is mended, calls that the telephone system keeps are read; what it does not keep is lost.",
    "På sidan Källor står varför. När felet är avhjälpt läses samtalen som växeln har kvar; de som den inte sparar är förlorade.",
  ),
  "source-warned": words(
    "A source refuses somebody",
    "En källa avvisar någon",
    "It goes on, and takes everything else. The sources page says what was refused, and what to do if it was a device of yours.",
    "Den fortsätter, och tar emot allt annat. På sidan Källor står vad som avvisades, och vad som ska göras om det var en av era enheter.",
  ),
  "source-silent": words(
    "A source has brought nothing for a day",
    "En källa har inte levererat något på ett dygn",
    "Check that the telephone system still writes call records, and that it writes them there.",
    "Kontrollera att växeln fortfarande skriver samtalsposter, och att den skriver dem dit.",
  ),
  "edge-silent": words(
    "An edge is not heard of",
    "En platsinsamlare hörs inte av",
    "Is its machine running, and does it reach the portal? It goes on collecting for as long as its disk and its keys last.",
    "Är dess maskin igång, och når den portalen? Den samlar in så länge dess disk och nycklar räcker.",
  ),
  "edge-full": words(
    "An edge holds as much as it may",
    "En platsinsamlare rymmer inte mer",
    "It acknowledges nothing more to the telephone system. See that it reaches the portal, and that the worker there runs.",
    "Den kvitterar ingenting längre till växeln. Se till att den når portalen och att arbetaren där är igång.",
  ),
  "edge-keys": words(
    "An edge runs out of keys to write with",
    "En platsinsamlares nycklar att skriva med tar slut",
    "It gets keys for a fortnight ahead, and without one it acknowledges nothing more. See that the worker runs, and that the edge reaches the portal.",
    "Den får nycklar för två veckor framåt, och utan nyckel kvitterar den inget mer. Se till att arbetaren är igång och att platsinsamlaren når portalen.",
  ),
  "undefined-share": words(
    "Many lines of a source were not understood",
    "Många rader från en källa kunde inte tolkas",
    "The telephone system may write another format since a change. The lines are kept, sealed.",
    "Växeln kan ha bytt format efter en ändring. Raderna finns kvar, förseglade.",
  ),
  "guard-source": words(
    "Silent source",
    "Tyst källa",
    "Its guard waits no longer. Look at the telephone system, then at the source, the collector and the worker.",
    "Bevakningens tid har gått ut. Se till växeln, sedan till källan, insamlaren och arbetaren.",
  ),
  "guard-company": words(
    "The whole company silent",
    "Hela företaget tyst",
    "The company's guard waits no longer. Is anything collected, and does the worker run?",
    "Tiden för företagets bevakning har gått ut. Samlas något in, och är arbetaren igång?",
  ),
  "collected-source": words(
    "Nothing collected",
    "Inget insamlat",
    "Its guard waits no longer. Look at the telephone system and the way to it, then at the collector.",
    "Bevakningens tid har gått ut. Se till växeln och vägen dit, sedan till insamlaren.",
  ),
  "collected-company": words(
    "Nothing collected from any source",
    "Inget insamlat från någon källa",
    "The company's guard of collection waits no longer. Does a collector run, and does it reach anything?",
    "Tiden för företagets bevakning av insamlingen har gått ut. Är någon insamlare igång, och når den något?",
  ),
  "frames-missing": words(
    "Frames that became nothing",
    "Poster som det inte blev något av",
    "Every frame becomes a call, a part of one, a line that is no call, or an undefined line. Keep the files of that day and tell us.",
    "Varje post blir ett samtal, en del av ett samtal, en rad som inte är något samtal eller en rad som inte förstods. Spara dagens filer och hör av dig till oss.",
  ),
  "erasure-stuck": words(
    "An erasure has not moved for an hour",
    "En radering har inte rört sig på en timme",
    "What it destroys can no longer be read. The worker tries again by itself; its log says what hinders it.",
    "Det den förstör går redan inte att läsa. Arbetaren försöker igen av sig själv; i dess logg står vad som hindrar.",
  ),
  "oldest-datum": words(
    "Something is older than its rule",
    "Något är äldre än sin regel",
    "Measured on rows and keys, whatever the jobs say. Is the worker running, and is a job of the clean-up paused?",
    "Uppmätt på rader och nycklar, vad jobben än säger. Är arbetaren igång, och är något av gallringens jobb pausat?",
  ),
  unclassified: words(
    "Something belongs to no store",
    "Något hör inte till något lager",
    "It can hold personal data, and no search and no erasure reaches it. The page Copies names it.",
    "Där kan finnas personuppgifter, och ingen sökning och ingen radering når dit. Sidan Kopior säger vad det är.",
  ),
  "canary-silent": words(
    "No canary has flown for more than 26 hours",
    "Ingen kanariefågel har flugit på mer än 26 timmar",
    "Is the worker running, or its job paused?",
    "Är arbetaren igång, eller jobbet pausat?",
  ),
  "canary-failed": words(
    "Last night's canary did not end well",
    "Nattens kanariefågel slutade inte väl",
    "The page Copies says where it was left or not seen. An erasure may leave something of a person too.",
    "Sidan Kopior säger var den blev kvar eller inte syntes. En radering kan lämna något av en människa också.",
  ),
  "generation-late": words(
    "New keys are late",
    "Nya nycklar är försenade",
    "What was erased lately can still be read in copies of the keyring. Ask the system administrator to start the generation.",
    "Det som nyligen har raderats går fortfarande att läsa i kopior av nyckelringen. Be systemadministratören starta nyckelgenerationen.",
  ),
  "delivery-failed": words(
    "Alarm messages to a recipient do not arrive",
    "Larmutskick till en mottagare kommer inte fram",
    "The page Alarm messages says why and to whom.",
    "Sidan Larmutskick säger varför och till vem.",
  ),
  health: words(
    "A check of the installation failed",
    "En kontroll av installationen gick inte väl",
    "Maintenance, Health says what is wrong and what to do about it.",
    "Underhåll, Hälsa säger vad som är fel och vad som ska göras.",
  ),
} as const satisfies Record<string, AlarmWords>;

/** What the checks of the installation are called in a message. */
export const CHECK_WORDS: Readonly<Record<string, AlarmWords["title"]>> = {
  processes: { en: "Processes", sv: "Processer" },
  "data-cluster": { en: "Data cluster", sv: "Dataklustret" },
  "keyring-cluster": { en: "Keyring cluster", sv: "Nyckelklustret" },
  migrations: { en: "Migrations", sv: "Migreringar" },
  keys: { en: "Keys", sv: "Nycklar" },
  generation: { en: "Generations of keys", sv: "Nyckelgenerationer" },
  apart: { en: "Kept apart", sv: "Skilda ställen" },
  ledger: { en: "Ledger", sv: "Liggaren" },
  secrets: { en: "Secrets", sv: "Hemligheter" },
  clocks: { en: "Clocks", sv: "Klockor" },
  disk: { en: "Disk of the home", sv: "Hemmets disk" },
  queue: { en: "Queue", sv: "Kön" },
  sweep: { en: "Clean-up", sv: "Gallringen" },
  inbox: { en: "Inbox", sv: "Inkorgen" },
  processing: { en: "Processing", sv: "Bearbetning" },
  certificate: { en: "Certificate", sv: "Certifikatet" },
  logs: { en: "Logs", sv: "Loggar" },
  copies: { en: "Copy register", sv: "Kopieregistret" },
  oldest: { en: "Oldest datum", sv: "Äldsta uppgiften" },
  canary: { en: "Canary", sv: "Kanariefågeln" },
  backups: { en: "Backups", sv: "Säkerhetskopior" },
};
