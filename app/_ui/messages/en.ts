import { account } from "./en/account.ts";
import { alarms } from "./en/alarms.ts";
import { audit } from "./en/audit.ts";
import { auditRule } from "./en/audit-rule.ts";
import { auditActions } from "./en/audit-actions.ts";
import { cases } from "./en/cases.ts";
import { copies } from "./en/copies.ts";
import { data } from "./en/data.ts";
import { erase } from "./en/erase.ts";
import { erasure } from "./en/erasure.ts";
import { exports } from "./en/exports.ts";
import { form } from "./en/form.ts";
import { frame } from "./en/frame.ts";
import { gate } from "./en/gate.ts";
import { guide } from "./en/guide.ts";
import { keys } from "./en/keys.ts";
import { layouts } from "./en/layouts.ts";
import { maintenance } from "./en/maintenance.ts";
import { overview } from "./en/overview.ts";
import { pages } from "./en/pages.ts";
import { palette } from "./en/palette.ts";
import { places } from "./en/places.ts";
import { plot } from "./en/plot.ts";
import { processing } from "./en/processing.ts";
import { profiles } from "./en/profiles.ts";
import { quality } from "./en/quality.ts";
import { raw } from "./en/raw.ts";
import { undefinedLines } from "./en/undefined.ts";
import { reasons } from "./en/reasons.ts";
import { retention } from "./en/retention.ts";
import { rules } from "./en/rules.ts";
import { tariffs } from "./en/tariffs.ts";
import { thresholds } from "./en/thresholds.ts";
import { natures } from "./en/natures.ts";
import { sorted } from "./en/sorted.ts";
import { edges } from "./en/edges.ts";
import { sources } from "./en/sources.ts";
import { database } from "./en/transports/database.ts";
import { http } from "./en/transports/http.ts";
import { ftp } from "./en/transports/ftp.ts";
import { sftp } from "./en/transports/sftp.ts";
import { sharedFile } from "./en/transports/shared-file.ts";
import { states } from "./en/states.ts";
import { statistics } from "./en/statistics.ts";
import { serial } from "./en/transports/serial.ts";
import { servers } from "./en/transports/servers.ts";
import { streams } from "./en/transports/streams.ts";
import { radius } from "./en/transports/radius.ts";
import { syslog } from "./en/transports/syslog.ts";
import { tcp } from "./en/transports/tcp.ts";

export const en = {
  ...frame,
  ...alarms,
  ...states,
  ...natures,
  ...sorted,
  ...edges,
  ...sources,
  ...ftp,
  ...sftp,
  ...sharedFile,
  ...database,
  ...http,
  ...form,
  ...cases,
  ...copies,
  ...data,
  ...erase,
  ...erasure,
  ...exports,
  ...processing,
  ...statistics,
  ...servers,
  ...streams,
  ...serial,
  ...radius,
  ...syslog,
  ...tcp,
  ...profiles,
  ...quality,
  ...raw,
  ...undefinedLines,
  ...reasons,
  ...retention,
  ...rules,
  ...pages,
  ...places,
  ...palette,
  ...gate,
  ...guide,
  ...overview,
  ...plot,
  ...layouts,
  ...maintenance,
  ...keys,
  ...audit,
  ...auditRule,
  ...auditActions,
  ...tariffs,
  ...thresholds,
  ...account,
} as const;
