import { row as asteriskRow } from "#server/drivers/asterisk-cdr-sql/specimens.ts";
import { aLeg, bLeg } from "#server/drivers/freeswitch-json-cdr/specimens.ts";
import { line as mitelLine } from "#server/drivers/mitel-3300-smdr/specimens.ts";
import { line as panasonicLine } from "#server/drivers/panasonic-smdr/specimens.ts";
import { call as twilioCall } from "#server/drivers/twilio-calls-json/specimens.ts";

/** The number that is looked for, as a person writes it, and another one that must not be found with it. */
export const NUMBER = "070-174 06 05";
const [SEARCHED, OTHER] = ["0701740605", "0701740633"];
/** Calls of the searched number in what a telephone system sends; one more is of another number. */
export const CALLS = 3;

/** A minute of yesterday, so that every rule still keeps it. What two sources tell alike is one call: each has an hour of its own. */
function moment(hour: number, n: number): Date {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return new Date(`${day}T${String(hour).padStart(2, "0")}:1${n}:00Z`);
}

const callers = () => [...Array.from({ length: CALLS }, () => SEARCHED), OTHER].map((number, n) => ({ number, n }));
const day = (n: number) => moment(0, n).toISOString().slice(0, 10);
const clock = (hour: number, n: number) => moment(hour, n).toISOString().slice(11, 19);
const american = (n: number) => `${day(n).slice(5, 7)}/${day(n).slice(8)}`;

/** What each telephone system writes of the same four calls. */
export const RECORDS = {
  "asterisk-cdr-csv": (hour) =>
    callers().map(
      ({ number, n }) =>
        `"","${number}","3011","from-trunk","""Anna Prov"" <${number}>","PJSIP/trunk-${n}","PJSIP/3011-1","Dial","PJSIP/3011,30","${day(n)} ${clock(hour, n)}","${day(n)} ${clock(hour, n)}","${day(n)} ${clock(hour, n)}",35,30,"ANSWERED","DOCUMENTATION","${Date.now()}.${n}",""`,
    ),
  "mitel-3300-smdr": (hour) =>
    callers().map(({ number, n }) =>
      mitelLine({ start: `${american(n)} ${clock(hour, n).slice(0, 5)} `, ani: number }),
    ),
  "panasonic-smdr": (hour) =>
    callers().map(({ number, n }) =>
      panasonicLine({
        date: `${american(n)}/${day(n).slice(2, 4)}`,
        time: `${clock(hour, n).slice(0, 5)}AM`,
        dial: `<I>${number}`,
      }),
    ),
  "kamailio-acc": (hour) =>
    callers().map(({ number, n }) => {
      const start = moment(hour, n).getTime() / 1_000;
      return `1(23) NOTICE: acc [acc_cdr.c:310]: start_time=${start}.123456; end_time=${start + 42}.500000; duration=42.376544; callid=k${start}@192.0.2.8; caller=${number}; callee=0846500442`;
    }),
  "freeswitch-json-cdr": (hour) =>
    callers().flatMap(({ number, n }) => {
      const [a, b] = ["a", "b"].map((leg) => `3da8bf84-c133-4959-9e24-e72875cb3${leg}${n}0`);
      const stamps = { start_stamp: `${day(n)} ${clock(hour, n)}`, answer_stamp: `${day(n)} ${clock(hour, n)}` };
      const times = { ...stamps, end_stamp: `${day(n)} ${clock(hour, n).slice(0, 6)}50` };
      const caller = { caller_id_number: number, ani: number };
      const first = { ...times, uuid: `${a}`, call_uuid: `${a}`, bridge_uuid: `${b}` };
      return [
        aLeg({ ...first, channel_name: `sofia/external/${number}@192.0.2.7` }, caller),
        bLeg({ ...times, uuid: `${b}`, call_uuid: `${a}`, signal_bond: `${a}` }, { ani: number }),
      ];
    }),
  "twilio-calls-json": (hour) =>
    callers().map(({ number, n }) => {
      const at = moment(hour, n).toUTCString().replace("GMT", "+0000");
      return twilioCall({
        sid: `CA${n}`,
        from: `+46${number.slice(1)}`,
        start_time: at,
        end_time: at,
        date_created: at,
      });
    }),
  "asterisk-cdr-sql": (hour) =>
    callers().map(({ number, n }) =>
      asteriskRow({
        calldate: `${day(n)} ${clock(hour, n)}`,
        src: number,
        cnum: number,
        clid: number,
        uniqueid: `r${n}`,
      }),
    ),
  /** Attributes as radclient reads them, a packet each. */
  "cisco-radius-voip": (hour) =>
    callers().flatMap(({ number, n }) => {
      const told = (at: Date) =>
        `${at.toISOString().slice(11, 23)} UTC ${at.toUTCString().replace(/^(\w+), 0?(\d+) (\w+) (\d+).*/, "$1 $3 $2 $4")}`;
      const [began, ended] = [moment(hour, n), new Date(moment(hour, n).getTime() + 60_000)];
      const same = `NAS-Identifier = "gw1", Acct-Session-Id = "0000001${n}", Calling-Station-Id = "${number}", Called-Station-Id = "3011", h323-conf-id = "h323-conf-id=1 2 3 ${n}", h323-call-origin = "h323-call-origin=proxy", h323-setup-time = "h323-setup-time=${told(began)}"`;
      return [
        `Acct-Status-Type = Start, ${same}`,
        `Acct-Status-Type = Stop, ${same}, Acct-Session-Time = 60, h323-connect-time = "h323-connect-time=${told(began)}", h323-disconnect-time = "h323-disconnect-time=${told(ended)}"`,
      ];
    }),
} as const satisfies Readonly<Record<string, (hour: number) => readonly string[]>>;

export type System = keyof typeof RECORDS;
/** A line that no driver understands: it is counted, shown before the start, and stops nothing. */
export const NONSENSE = "### no call ###";
