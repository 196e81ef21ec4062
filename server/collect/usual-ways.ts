import { TRANSPORT_IDS, type TransportId } from "../sources/index.ts";

/**
 * By which ways a dialect's records leave the telephone system, as docs/sources/pbx tells; the first is what the form begins with.
 * What is not named here is written to a file.
 */
const WAYS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^cisco-radius-voip$/, ["radius", "shared-file", "sftp"]],
  [/^audiocodes-syslog-cdr$/, ["syslog"]],
  [/^cisco-ios-syslog$/, ["syslog", "sftp-server", "ftp-server", "shared-file", "sftp"]],
  [/^(teams-graph|ringcentral-call-log)$/, ["http-poll"]],
  [/^twilio-calls-json$/, ["http-poll", "http-push"]],
  [/^kazoo-json$/, ["http-push", "http-poll"]],
  [/^freeswitch-(json|xml)-cdr$/, ["http-push", "shared-file", "sftp"]],
  [/^asterisk-cdr-sql$/, ["database", "shared-file"]],
  [/^asterisk-cdr-csv$/, ["shared-file", "sftp", "tcp"]],
  [/^(asterisk-cel|freeswitch-cdr-csv|unify-.*)$/, ["shared-file", "sftp"]],
  [/^flexi-.*$/, ["shared-file", "sftp", "http-push"]],
  [/^(kamailio-acc|opensips-acc)$/, ["shared-file", "sftp", "syslog", "database"]],
  [/^3cx-cdr$/, ["tcp", "shared-file", "sftp"]],
  [/^avaya-ipo-smdr$/, ["tcp"]],
  [/^(avaya-cm-cdr|nec-smdr|mitel-.*|panasonic-smdr)$/, ["tcp", "serial"]],
  [/^(samsung-officeserv-smdr|toshiba-ctx-smdr)$/, ["serial", "tcp"]],
  [/^nortel-meridian-cdr$/, ["serial", "tcp", "ftp-server", "sftp"]],
  [/^mx-one-template$/, ["sftp", "tcp"]],
  [/^cisco-cucm.*$/, ["sftp-server", "sftp", "shared-file"]],
  [/^acme-packet-cdr$/, ["sftp-server", "sftp", "ftp"]],
  [/^(broadworks-cdr|sansay-vsx)$/, ["sftp", "sftp-server", "ftp"]],
  [/^alcatel-oxe-ticket$/, ["sftp", "ftp", "tcp"]],
];

/** Only ways that this release has; a folder when none of the usual ones is there. */
export function usualWays(driver: string): readonly TransportId[] {
  const named = WAYS.find(([drivers]) => drivers.test(driver))?.[1] ?? [];
  const known = named.flatMap((way) => TRANSPORT_IDS.filter((id) => id === way));
  return known.length > 0 ? known : ["shared-file"];
}
