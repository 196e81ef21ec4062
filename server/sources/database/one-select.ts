/** What may be written in a query and does more than read. Names that are these words stand in quotes. */
const DOES_MORE = new Set(
  (
    "INSERT UPDATE DELETE MERGE REPLACE INTO CREATE ALTER DROP TRUNCATE GRANT REVOKE EXEC EXECUTE CALL DO COPY LOCK SET USE BEGIN COMMIT " +
    "ROLLBACK DECLARE WAITFOR SHUTDOWN KILL LOAD OUTFILE DUMPFILE HANDLER ATTACH DETACH PRAGMA VACUUM LISTEN NOTIFY BACKUP RESTORE " +
    "OPENROWSET OPENQUERY OPENDATASOURCE BULK DBCC PRINT RECONFIGURE"
  ).split(" "),
);

/** Why a query is not the one SELECT with a placeholder that may be asked; null when it is. */
export function refusedQuery(query: string): string | null {
  const words: string[] = [];
  let placeholders = 0;
  for (const { kind, text } of pieces(query)) {
    if (kind === "open") return "has a quote that is not closed";
    if (kind === "comment") return "must not hold comments";
    if (kind === "placeholder") placeholders++;
    if (kind === "sign" && /[;\\@?$:#\0]/.test(text) && text !== ":")
      return "must be one statement, with {cursor} as its only placeholder";
    if (kind === "word") words.push(text.toUpperCase());
  }
  if (words[0] !== "SELECT") return "must begin with SELECT";
  const more = words.find((word) => DOES_MORE.has(word));
  if (more !== undefined) return `must only read: ${more} does more (put a name that is such a word in quotes)`;
  return placeholders === 0 ? "needs the placeholder {cursor}" : null;
}

/** The query with what the engine writes for a value that is sent beside it. */
export function withPlaceholders(query: string, placeholder: () => string): string {
  return [...pieces(query)].map(({ kind, text }) => (kind === "placeholder" ? placeholder() : text)).join("");
}

interface Piece {
  readonly kind: "word" | "quoted" | "placeholder" | "comment" | "open" | "sign" | "blank";
  readonly text: string;
}

const PIECE =
  /(?<placeholder>\{cursor\})|(?<quoted>'(?:[^'\\]|'')*'|"(?:[^"\\]|"")*"|`(?:[^`\\]|``)*`|\[[^\]\\]*\])|(?<comment>--|\/\*|\*\/)|(?<open>['"`])|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<blank>\s+)|(?<sign>[\s\S])/gu;

function* pieces(query: string): Generator<Piece> {
  for (const { groups = {}, 0: text } of query.matchAll(PIECE)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    yield { kind: (kind ?? "sign") as Piece["kind"], text };
  }
}
