/** The shared folder, as the form of a source draws it. */
export const sharedFile = {
  "transport.shared-file": "Shared folder",
  "transport.shared-file.help":
    "A folder of the collector's machine, local or mounted, into which the telephone system writes.",
  "transport.shared-file.path": "Folder",
  "transport.shared-file.path.help": "As the machine of the collector sees it, for example /srv/pbx/cdr.",
  "transport.shared-file.pattern": "Names of files",
  "transport.shared-file.pattern.help": "With * and ?, for example Master*.csv.",
  "transport.shared-file.mode": "How files come",
  "transport.shared-file.mode.help":
    "A growing file is read on as it grows; a whole one is read once it has come to rest.",
  "transport.shared-file.mode.tail": "they grow",
  "transport.shared-file.mode.drop": "whole",
  "transport.shared-file.restSeconds": "Seconds at rest",
  "transport.shared-file.restSeconds.help":
    "So long a file must stand unchanged before it counts as whole. A last line without its end waits twice as long.",
} as const;
