import type { Catalogue } from "../words.ts";
import { account } from "./sv/account.ts";
import { alarms } from "./sv/alarms.ts";
import { audit } from "./sv/audit.ts";
import { auditRule } from "./sv/audit-rule.ts";
import { auditActions } from "./sv/audit-actions.ts";
import { cases } from "./sv/cases.ts";
import { copies } from "./sv/copies.ts";
import { data } from "./sv/data.ts";
import { erase } from "./sv/erase.ts";
import { erasure } from "./sv/erasure.ts";
import { exports } from "./sv/exports.ts";
import { form } from "./sv/form.ts";
import { frame } from "./sv/frame.ts";
import { gate } from "./sv/gate.ts";
import { guide } from "./sv/guide.ts";
import { keys } from "./sv/keys.ts";
import { layouts } from "./sv/layouts.ts";
import { maintenance } from "./sv/maintenance.ts";
import { overview } from "./sv/overview.ts";
import { pages } from "./sv/pages.ts";
import { palette } from "./sv/palette.ts";
import { places } from "./sv/places.ts";
import { plot } from "./sv/plot.ts";
import { processing } from "./sv/processing.ts";
import { profiles } from "./sv/profiles.ts";
import { quality } from "./sv/quality.ts";
import { raw } from "./sv/raw.ts";
import { undefinedLines } from "./sv/undefined.ts";
import { reasons } from "./sv/reasons.ts";
import { retention } from "./sv/retention.ts";
import { rules } from "./sv/rules.ts";
import { tariffs } from "./sv/tariffs.ts";
import { thresholds } from "./sv/thresholds.ts";
import { natures } from "./sv/natures.ts";
import { sorted } from "./sv/sorted.ts";
import { edges } from "./sv/edges.ts";
import { sources } from "./sv/sources.ts";
import { database } from "./sv/transports/database.ts";
import { http } from "./sv/transports/http.ts";
import { ftp } from "./sv/transports/ftp.ts";
import { sftp } from "./sv/transports/sftp.ts";
import { sharedFile } from "./sv/transports/shared-file.ts";
import { states } from "./sv/states.ts";
import { statistics } from "./sv/statistics.ts";
import { serial } from "./sv/transports/serial.ts";
import { servers } from "./sv/transports/servers.ts";
import { streams } from "./sv/transports/streams.ts";
import { radius } from "./sv/transports/radius.ts";
import { syslog } from "./sv/transports/syslog.ts";
import { tcp } from "./sv/transports/tcp.ts";

export const sv: Catalogue = {
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
};
