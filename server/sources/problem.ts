import { AppError, type AppErrorCode } from "../domain/app-error.ts";

/** What can hinder a source: a code in the database, a sentence for the reader. No name or content of a file in either. */
export const SOURCE_PROBLEMS = {
  "folder-missing":
    "The folder of the source does not exist. Create it, or mount the share, on the machine of the collector.",
  "folder-refused":
    "Sources may not read this folder. The operator allows it with gallra source add on the machine of the collector.",
  "folder-unreadable": "The folder of the source cannot be read. Give the user that runs Gallra read access to it.",
  "no-folder": "The path of the source is no folder. Name the folder, and the file by its pattern.",
  "files-unreadable": "Some files of the source cannot be read. Give the user that runs Gallra read access to them.",
  "wrong-settings": "The settings of the source cannot be used by this release. Look through them and save them again.",
  "inbox-full":
    "The inbox takes no more: its disk is full or cannot be written. Nothing is lost at the source; make room on the disk that holds the Gallra home.",
  "rules-unread":
    "The filter and the shield of the company cannot be read, so that nothing is collected. Look through them under Processing and save them again.",
  "worker-awaited":
    "The filter or the shield was set while records of this source waited. It goes on by itself once the worker has read them.",
  "no-inbox-key": "The worker has not yet made today's inbox key. Start the worker; collection goes on by itself.",
  "read-failed": "The source could not be read. The collector's log tells the kind of error; it tries again by itself.",
} as const;

export type SourceProblem = keyof typeof SOURCE_PROBLEMS;

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
};

const CODES: Partial<Record<SourceProblem, AppErrorCode>> = {
  "folder-missing": "not-found",
  "folder-refused": "forbidden",
  "no-folder": "bad-input",
  "wrong-settings": "bad-input",
};
