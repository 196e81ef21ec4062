import { AppError, type AppErrorCode } from "../domain/app-error.ts";

/** What can hinder a source: a code in the database, a sentence for the reader. No name or content of a file in either. */
export const SOURCE_PROBLEMS = {
  "folder-missing":
    "The folder of the source does not exist. Create it, or mount the share, on the machine of the collector.",
  "folder-refused":
    "Sources may not read this folder. The operator allows it with gallra permit folder on the machine of the collector.",
  "folder-unreadable": "The folder of the source cannot be read. Give the user that runs Gallra read access to it.",
  "no-folder": "The path of the source is no folder. Name the folder, and the file by its pattern.",
  "files-unreadable": "Some files of the source cannot be read. Give the user that runs Gallra read access to them.",
  "not-removed":
    "What has been read cannot be deleted or moved at the other side. Give the user of the source the right to, or leave the files there.",
  "wrong-settings": "The settings of the source cannot be used by this release. Look through them and save them again.",
  "inbox-full":
    "The inbox takes no more: its disk is full or cannot be written. Make room on the disk that holds the Gallra home: what the telephone system keeps is read then, and what it does not keep is lost.",
  "rules-unread":
    "The filter and the shield of the company cannot be read, so that nothing is collected. Look through them under Processing and save them again.",
  "worker-awaited":
    "The filter or the shield was set while records of this source waited. It goes on by itself once the worker has read them.",
  "network-refused":
    "Sources of this company may not connect there. The operator allows a network with gallra permit network on the machine of the collector.",
  "port-refused":
    "Sources of this company may not listen there. The operator allows an address and port, or a serial line, with gallra permit port on the machine of the collector.",
  "port-taken":
    "The address and port cannot be listened on: a source that runs or another program has them, or the machine has no such address, or the port is below 1024 and the collector lacks the capability.",
  "device-away":
    "The serial line cannot be opened, or the modem on it does not answer. Check that it is plugged in, that no other program has it, and that the user of the collector may open it.",
  "no-certificate":
    "The installation has no certificate to show to whoever connects. Start the portal once, which makes one, or set GALLRA_CERT and GALLRA_KEY for the collector.",
  "messages-lost":
    "Messages were lost before they could be kept: the machine was too busy, or its disk too slow. How many is told by the source's page; its documentation says how to widen the buffer.",
  "secret-wrong":
    "Packets came with another shared secret, and were neither answered nor stored. Enter the same secret here and at the device.",
  "sender-disputed":
    "Two sources on this address and port name the same sender, so that neither gets what it sends. Name each sender, or each host name, in one of them only.",
  "sender-unknown":
    "Somebody whom no source names sends to this address and port. Nothing of it is stored. If it is a device of yours, add its address or host name to its source.",
  "name-unknown": "The host name of the source cannot be resolved. Check its spelling and the machine's name servers.",
  unreachable:
    "The other side does not answer there, or has closed the connection. Check host, port and what lies between.",
  "timed-out": "The other side did not answer in time. It is tried again by itself.",
  "wrong-credentials": "The other side refused the user or its credentials. Enter them again.",
  "no-credentials":
    "A credential of the source is missing, does not open, or is too short or too simple. Enter it again, as its field asks for it.",
  "pin-missing":
    "The other side's key or certificate has not been accepted yet. Test the source and accept what it shows.",
  "pin-changed":
    "The other side shows another key or certificate than the accepted one, so the source has stopped. Ask who runs the PBX; if the change is theirs, test the source, accept the new one and start it.",
  "certificate-invalid":
    "The certificate of the other side cannot be trusted: it has ended, or is made out to another name.",
  "protocol-broken": "The other side does not speak as expected. Check the transport and its settings.",
  "files-compressed":
    "The PBX sends compressed files, which are not read: it was told so, and nothing of them is stored. Set it to send its files as they are.",
  "files-misnamed":
    "Files of the PBX were not taken because of their names: they do not fit the pattern, or cannot be used. Look at the pattern of the source and at the names that the PBX gives.",
  "file-too-large":
    "A file of the PBX is larger than the source takes, and nothing of it is stored. Allow more megabytes for a file, or let the PBX send more often.",
  "files-rewritten":
    "The PBX writes over or behind a file that it has sent, which cannot be taken. Set it to send each file from its start, or a new file each time.",
  "too-many-at-once":
    "The PBX sends more files, or opens more connections, at once than are taken. Set it to send one after the other; what was refused it sends again.",
  "transfer-way-wrong":
    "The PBX wants to send in a way that is not taken: by active transfers, or without the encryption that the source asks for. Set it to passive transfers, and to protected data where TLS is used.",
  "algorithms-old":
    "The PBX knows only old encryption, which the source does not allow, so that it cannot sign in. Update it, or allow old encryption for this source.",
  redirected:
    "The other side sends the question elsewhere, which is not followed. Enter the address that it names, if you trust it.",
  "answer-too-large":
    "The answer of the other side is larger than what is read at once. Ask for smaller pages or shorter spans of time.",
  "other-side-failed": "The other side answers that it has failed itself. It is asked again by itself.",
  "table-wrong": "The table, the query or a column of the source does not exist or may not be read.",
  "rate-limited": "The other side asks for fewer questions. It is asked again when it allows it.",
  "no-software":
    "This transport needs software that is not installed on the machine of the collector. Its documentation says which.",
  "no-inbox-key": "The worker has not yet made today's inbox key. Start the worker; collection goes on by itself.",
  "read-failed": "The source could not be read. The collector's log tells the kind of error; it tries again by itself.",
} as const;

export type SourceProblem = keyof typeof SOURCE_PROBLEMS;

/**
 * What only warns: the source goes on and takes everything else. Refused was somebody who has not shown that he is awaited, or what the
 * other side sends again. With any other problem calls that are awaited do not come, or are lost.
 */
const WARNINGS: ReadonlySet<SourceProblem> = new Set(["sender-unknown", "too-many-at-once"]);

export function isWarning(problem: SourceProblem | null): problem is SourceProblem {
  return problem !== null && WARNINGS.has(problem);
}

/** The state of a source that is not stopped, by what it tells. */
export function stateBy(problem: SourceProblem | null): "running" | "failed" {
  return problem === null || isWarning(problem) ? "running" : "failed";
}

/** A problem of the source itself, as opposed to one of a single file. */
export class SourceTrouble extends AppError {
  readonly problem: SourceProblem;

  constructor(problem: SourceProblem, cause?: unknown) {
    super(CODES[problem] ?? "unavailable", SOURCE_PROBLEMS[problem], {
      retry: true,
      cause,
      field: FIELDS[problem] ?? null,
    });
    this.name = "SourceTrouble";
    this.problem = problem;
  }
}

/** The setting of a source that mends it. */
const FIELDS: Partial<Record<SourceProblem, string>> = {
  "folder-missing": "path",
  "folder-refused": "path",
  "folder-unreadable": "path",
  "no-folder": "path",
  "network-refused": "host",
  "name-unknown": "host",
  unreachable: "host",
  "port-refused": "port",
  "port-taken": "port",
  "pin-missing": "pin",
  "pin-changed": "pin",
};

const CODES: Partial<Record<SourceProblem, AppErrorCode>> = {
  "folder-missing": "not-found",
  "folder-refused": "forbidden",
  "no-folder": "bad-input",
  "wrong-settings": "bad-input",
  "network-refused": "forbidden",
  "port-refused": "forbidden",
};

/** Whoever these are told about must be asked: nothing is tried again before a person starts the source anew. */
export const STOPPING_PROBLEMS: readonly SourceProblem[] = ["pin-changed"];
