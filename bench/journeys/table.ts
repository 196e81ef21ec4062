import { curl, mariadb, nginx } from "./asked-peers.ts";
import { folder, openssh, vsftpd } from "./file-peers.ts";
import type { Journey } from "./journey.ts";
import { ftpClient, sftpClient } from "./sending-peers.ts";
import { caller, line, logger, radclient, rsyslog, waiter } from "./stream-peers.ts";

/** One line a way in which records come: with whom it is tried, and by which telephone system's records. */
export const JOURNEYS: readonly Journey[] = [
  of("a folder", "shared-file", "asterisk-cdr-csv", [], folder, "calls"),
  of("OpenSSH", "sftp", "asterisk-cdr-csv", ["sshd", "ssh-keygen"], openssh, "calls"),
  of("vsftpd with TLS", "ftp", "asterisk-cdr-csv", ["vsftpd"], vsftpd, "calls"),
  of("OpenSSH's sftp", "sftp-server", "asterisk-cdr-csv", ["sftp", "ssh-keygen"], sftpClient, "nothing"),
  of("curl that uploads", "ftp-server", "asterisk-cdr-csv", ["curl"], ftpClient, "nothing"),
  of("socat that connects", "tcp", "mitel-3300-smdr", ["socat"], caller, "nothing"),
  of("socat that is connected to", "tcp", "mitel-3300-smdr", ["socat"], waiter, "nothing"),
  of("a serial line of socat", "serial", "panasonic-smdr", ["socat"], line, "nothing"),
  of("logger over UDP", "syslog", "kamailio-acc", ["logger"], logger, "calls"),
  of("rsyslog over TLS", "syslog", "kamailio-acc", ["rsyslogd", "logger"], rsyslog, "nothing"),
  of("radclient", "radius", "cisco-radius-voip", ["radclient"], radclient, "calls"),
  of("curl", "http-push", "freeswitch-json-cdr", ["curl"], curl, "nothing"),
  of("nginx", "http-poll", "twilio-calls-json", ["nginx", "openssl"], nginx, "calls"),
  of("MariaDB", "database", "asterisk-cdr-sql", ["mariadbd", "mariadb-install-db"], mariadb, "calls"),
];

function of(
  name: string,
  transport: string,
  system: Journey["system"],
  needs: readonly string[],
  start: Journey["start"],
  shown: Journey["shown"],
): Journey {
  return { name, transport, system, needs, start, shown };
}
