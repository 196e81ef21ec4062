import { AppError } from "../domain/app-error.ts";
import { threeCxCdr } from "./3cx-cdr/driver.ts";
import { acmePacketCdr } from "./acme-packet-cdr/driver.ts";
import { alcatelOxeTicket } from "./alcatel-oxe-ticket/driver.ts";
import { asteriskCdrCsv } from "./asterisk-cdr-csv/driver.ts";
import { asteriskCel } from "./asterisk-cel/driver.ts";
import { asteriskCdrSql } from "./asterisk-cdr-sql/driver.ts";
import { audiocodesSyslogCdr } from "./audiocodes-syslog-cdr/driver.ts";
import { avayaCmCdr } from "./avaya-cm-cdr/driver.ts";
import { avayaIpoSmdr } from "./avaya-ipo-smdr/driver.ts";
import { withCharset } from "./charset.ts";
import { broadworksCdr } from "./broadworks-cdr/driver.ts";
import { ciscoCucmCdr } from "./cisco-cucm-cdr/driver.ts";
import { ciscoCucmCmr } from "./cisco-cucm-cmr/driver.ts";
import { ciscoIosSyslog } from "./cisco-ios-syslog/driver.ts";
import { ciscoRadiusVoip } from "./cisco-radius-voip/driver.ts";
import { delimited } from "./delimited/driver.ts";
import type { Driver, DriverOptions, Framing } from "./driver.ts";
import { fixedPosition } from "./fixed-position/driver.ts";
import { flexiCallHistory } from "./flexi-call-history/driver.ts";
import { flexiCc } from "./flexi-cc/driver.ts";
import { flexiTid } from "./flexi-tid/driver.ts";
import { freeswitchCdrCsv } from "./freeswitch-cdr-csv/driver.ts";
import { freeswitchJsonCdr } from "./freeswitch-json-cdr/driver.ts";
import { freeswitchXmlCdr } from "./freeswitch-xml-cdr/driver.ts";
import { jsonRecords } from "./json/driver.ts";
import { kamailioAcc } from "./kamailio-acc/driver.ts";
import { kazooJson } from "./kazoo-json/driver.ts";
import { mitel3300Smdr } from "./mitel-3300-smdr/driver.ts";
import { mitel5000Smdr } from "./mitel-5000-smdr/driver.ts";
import { mxOneTemplate } from "./mx-one-template/driver.ts";
import { necSmdr } from "./nec-smdr/driver.ts";
import { nortelMeridianCdr } from "./nortel-meridian-cdr/driver.ts";
import { opensipsAcc } from "./opensips-acc/driver.ts";
import { panasonicSmdr } from "./panasonic-smdr/driver.ts";
import { ringcentralCallLog } from "./ringcentral-call-log/driver.ts";
import { samsungOfficeservSmdr } from "./samsung-officeserv-smdr/driver.ts";
import { sansayVsx } from "./sansay-vsx/driver.ts";
import { teamsGraph } from "./teams-graph/driver.ts";
import { toshibaCtxSmdr } from "./toshiba-ctx-smdr/driver.ts";
import { twilioCallsJson } from "./twilio-calls-json/driver.ts";
import { unifyHipath3000Getaccount } from "./unify-hipath3000-getaccount/driver.ts";
import { unifyOpenscapeCdr } from "./unify-openscape-cdr/driver.ts";
import { xmlRecords } from "./xml/driver.ts";

/** Every dialect this release reads, in the order of their ids. */
export const DRIVERS: readonly Driver[] = [
  threeCxCdr,
  acmePacketCdr,
  alcatelOxeTicket,
  asteriskCdrCsv,
  asteriskCdrSql,
  asteriskCel,
  audiocodesSyslogCdr,
  avayaCmCdr,
  avayaIpoSmdr,
  broadworksCdr,
  ciscoCucmCdr,
  ciscoCucmCmr,
  ciscoIosSyslog,
  ciscoRadiusVoip,
  delimited,
  fixedPosition,
  flexiCallHistory,
  flexiCc,
  flexiTid,
  freeswitchCdrCsv,
  freeswitchJsonCdr,
  freeswitchXmlCdr,
  jsonRecords,
  kamailioAcc,
  kazooJson,
  mitel3300Smdr,
  mitel5000Smdr,
  mxOneTemplate,
  necSmdr,
  nortelMeridianCdr,
  opensipsAcc,
  panasonicSmdr,
  ringcentralCallLog,
  samsungOfficeservSmdr,
  sansayVsx,
  teamsGraph,
  toshibaCtxSmdr,
  twilioCallsJson,
  unifyHipath3000Getaccount,
  unifyOpenscapeCdr,
  xmlRecords,
].map(withCharset);

const BY_ID = new Map(DRIVERS.map((driver) => [driver.id, driver]));

/** Throws AppError "bad-input" with the ids there are. */
export function driverNamed(id: string): Driver {
  const driver = BY_ID.get(id);
  if (driver !== undefined) return driver;
  throw new AppError("bad-input", `There is no such driver. Use one of ${[...BY_ID.keys()].join(", ")}.`);
}

export function framingOf(driver: Driver, options: DriverOptions): Framing {
  return typeof driver.framing === "function" ? driver.framing(options) : driver.framing;
}
