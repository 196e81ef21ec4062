import { AppError } from "../../domain/app-error.ts";
import type { Cells } from "../cells.ts";

/** The templates of FreeSWITCH's own cdr_csv.conf.xml: channel variables in the order of the columns. */
const EXAMPLE =
  "caller_id_name,caller_id_number,destination_number,context,start_stamp,answer_stamp,end_stamp,duration,billsec,hangup_cause,uuid,bleg_uuid,accountcode";

const TEMPLATES: Readonly<Record<string, string>> = {
  example: `${EXAMPLE},read_codec,write_codec`,
  sql: EXAMPLE,
  snom: `${EXAMPLE},read_codec,write_codec,sip_user_agent,call_clientcode,sip_rtp_rxstat,sip_rtp_txstat,sofia_record_file`,
  linksys: `${EXAMPLE},read_codec,write_codec,sip_user_agent,sip_p_rtp_stat`,
  asterisk:
    "accountcode,caller_id_number,destination_number,context,caller_id,channel_name,bridge_channel,last_app,last_arg,start_stamp,answer_stamp,end_stamp,duration,billsec,hangup_cause,amaflags,uuid,userfield",
  opencdrrate:
    "uuid,signal_bond,direction,ani,destination_number,answer_stamp,end_stamp,billsec,accountcode,userfield,network_addr,original_caller_id_name,sip_gateway_name",
};

export const TEMPLATE_NAMES: readonly string[] = Object.keys(TEMPLATES);

/** The name of each column's variable; "" for one that is not wanted. */
export type Columns = readonly string[];

export function templateColumns(name: string): Columns {
  return (TEMPLATES[name] ?? "").split(",");
}

/** The columns of the option: names as in a template, with or without `${}`, `-` for one that is not wanted. */
export function ownColumns(option: string): Columns {
  const columns = option.split(",").map((word) => /^\s*"?(?:\$\{)?([\w-]*)\}?"?\s*$/.exec(word)?.[1] ?? "-");
  if (!isEnough(columns))
    throw new AppError(
      "bad-input",
      "The option columns needs at least destination_number, billsec and one of start_stamp, start_epoch, answer_stamp or end_stamp.",
    );
  return columns.map((name) => (name === "-" ? "" : name));
}

function isEnough(columns: Columns): boolean {
  const times = ["start_stamp", "start_epoch", "start_uepoch", "answer_stamp", "end_stamp"];
  return (
    columns.includes("destination_number") &&
    columns.includes("billsec") &&
    times.some((name) => columns.includes(name))
  );
}

/** The names of a header line that a site wrote itself; null when the line is none. */
export function headerColumns(text: string, cells: Cells): Columns | null {
  const names = Array.from({ length: cells.count }, (_, at) =>
    text.slice(cells.start[at], cells.end[at]).trim().toLowerCase(),
  );
  return isEnough(names) ? names.map((name) => (/^[a-z_]{2,40}$/.test(name) ? name : "")) : null;
}

/** Of the templates with so many columns the one whose dates stand where this line's do. */
export function guessedColumns(text: string, cells: Cells): Columns | null {
  for (const name of TEMPLATE_NAMES) {
    const columns = templateColumns(name);
    const dates = ["start_stamp", "end_stamp"].map((stamp) => columns.indexOf(stamp)).filter((at) => at >= 0);
    const stand = dates.every((at) => /^\d{4}-/.test(text.slice(cells.start[at], cells.end[at])));
    if (columns.length === cells.count && stand) return columns;
  }
  return null;
}

/**
 * Cells as FreeSWITCH writes them: quotes in a value stand as they are (`""Anna Prov" <204>"`), so a quote closes only before a
 * comma or the end; blanks may stand before an opening one. False when a quote is left open.
 */
export function splitLoose(text: string, from: number, to: number, cells: Cells): boolean {
  cells.count = 0;
  for (let at = from; at <= to; ) {
    if (cells.count === cells.start.length) return false;
    let begun = at;
    while (begun < to && text.charCodeAt(begun) === 0x20) begun++;
    const quoted = text.charAt(begun) === '"' && begun < to;
    const end = quoted ? closingQuote(text, begun + 1, to) : pastValue(text, at, to);
    if (end < 0) return false;
    cells.start[cells.count] = quoted ? begun + 1 : at;
    cells.end[cells.count++] = end;
    at = quoted ? pastValue(text, end + 1, to) + 1 : end + 1;
  }
  return true;
}

function closingQuote(text: string, from: number, to: number): number {
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) {
    let next = at + 1;
    while (next < to && text.charCodeAt(next) === 0x20) next++;
    if (next === to || text.charAt(next) === ",") return at;
  }
  return -1;
}

function pastValue(text: string, from: number, to: number): number {
  const comma = text.indexOf(",", from);
  return comma < 0 || comma > to ? to : comma;
}
