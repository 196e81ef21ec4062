/** How a part of the installation fares: all is well, somebody should look soon, or something does not work. */
export type HealthState = "ok" | "warn" | "bad";

/**
 * What a check can say, and what to do about it. The portal shows these sentences in the reader's language, the command line
 * as they stand here. A key is `health.CHECK.VERDICT`.
 */
export const HEALTH_SENTENCES = {
  "health.processes.ok": "All processes run, in the same release.",
  "health.processes.missing":
    "A process is missing. Look at the end of its log; the supervisor starts it again by itself.",
  "health.processes.releases": "Processes of different releases run beside each other. Restart the older ones.",
  "health.data-cluster.ok": "The data cluster answers.",
  "health.data-cluster.away": "The data cluster cannot be reached. Is it started, and may this machine connect to it?",
  "health.data-cluster.long":
    "A transaction has been open for a long time: nothing behind it can be cleaned away. Find out who holds it.",
  "health.data-cluster.full": "Nearly all connections are in use. Allow more of them, or run fewer processes.",
  "health.data-cluster.wal": "The write-ahead log has grown large. Is a replica or an archive standing still?",
  "health.keyring-cluster.ok": "The keyring cluster answers.",
  "health.keyring-cluster.away":
    "The keyring cluster cannot be reached. Is it started, and may this machine connect to it?",
  "health.keyring-cluster.long":
    "A transaction in the keyring has been open for a long time: destroyed keys cannot leave the disk behind it. Find out who holds it.",
  "health.keyring-cluster.full":
    "Nearly all connections to the keyring are in use. Allow more of them, or run fewer processes.",
  "health.keyring-cluster.wal":
    "The keyring's write-ahead log has grown large. Is a replica or an archive standing still?",
  "health.migrations.ok": "Both databases are at this release.",
  "health.migrations.other": "A database is at another release. Restart Gallra: a start brings it up to date.",
  "health.keys.ok": "The root key is there, and keys are made ahead.",
  "health.keys.closed":
    "The keyring is not open. Is secrets/root.jwk the right file, and does the keyring cluster run?",
  "health.keys.few":
    "Keys are made for few days ahead. Look at the job that prepares days; start it by hand if it is paused or failed.",
  "health.keys.none":
    "There is no key for today: what is collected now cannot be written down. Start the job that prepares days.",
  "health.generation.ok": "The keys are made anew every week, and the old ones destroyed.",
  "health.generation.late":
    "The generation of the keys is late: what was destroyed since can still be read in copies of the keyring. Look at the worker and at the job of generations, or start one by hand.",
  "health.generation.sheet":
    "The escrow sheet is of a root key that has been destroyed. Destroy the sheet and make a new one: gallra keys escrow.",
  "health.apart.ok": "Data, keyring and root key lie in different places.",
  "health.apart.same-server":
    "Both clusters are on one database server: one base backup copies both, and gives away what keeping them apart protects. Move one of them.",
  "health.apart.one-machine":
    "Both database servers answer from one machine: an image of it holds both. Give the keyring a machine of its own.",
  "health.apart.one-disk":
    "Data, keyring and root key lie on one disk: whoever copies it has all three. Good for trying out; for real data, give the keyring a server of its own.",
  "health.apart.root-beside":
    "The root key lies on the machine of the keyring: a copy of that machine opens. Back up the folder secrets elsewhere than the keyring.",
  "health.ledger.ok": "The record of destructions is whole, and the keyring has seen all of it.",
  "health.ledger.broken":
    "The record of destructions is not whole. Put it back from its copy; gallra ledger verify names the line.",
  "health.ledger.behind":
    "The keyring and the ledger disagree. Start Gallra: it replays the ledger before it serves anything.",
  "health.secrets.ok": "The files of secrets are there and closed to others.",
  "health.secrets.missing": "A file of secrets is missing or cannot be read. Put it back from its copy.",
  "health.secrets.open": "Others may read a file of secrets. Run chmod 600 on the files in secrets.",
  "health.clocks.ok": "The clocks agree.",
  "health.clocks.apart":
    "The clocks of the machines differ by more than a minute. Nothing is destroyed until they agree: check the time service.",
  "health.disk.ok": "There is room on the disk of the home.",
  "health.disk.low": "Little room is left on the disk of the home. Make room before collection has to stop.",
  "health.disk.full": "The disk of the home is nearly full. Collection stops when it is. Make room now.",
  "health.certificate.ok": "The certificate is valid.",
  "health.certificate.soon": "The certificate ends soon. Renew it; the portal takes it up without a restart.",
  "health.certificate.ended": "The certificate has ended, and browsers refuse the portal. Renew it.",
  "health.certificate.none": "No certificate was found. Start the portal once, or correct GALLRA_CERT and GALLRA_KEY.",
  "health.queue.ok": "Jobs are done as they come.",
  "health.queue.none": "No worker has opened the queue yet. Start Gallra.",
  "health.queue.late": "Jobs have waited for a long time. Look at the worker and at paused jobs.",
  "health.queue.failed": "Jobs failed in the last day. Their history says why; try them again when the reason is gone.",
  "health.queue.paused": "A job by which promises are kept is paused. What is due stands still until it goes on.",
  "health.sweep.ok": "The clean-up runs on time.",
  "health.sweep.never": "The clean-up has not run yet. It runs with the worker.",
  "health.sweep.late": "The clean-up is late. Look at the worker and at the job, or start it by hand.",
  "health.sweep.overdue":
    "The last clean-up is more than a day old: what is due is still there. Start the worker, then the clean-up.",
  "health.inbox.ok": "What is collected is stored at once.",
  "health.inbox.slow": "Collected data waits to be stored. Look at the worker; it may be busy with much at once.",
  "health.inbox.old":
    "Collected data has waited for more than a day. Start the worker: after two days the rest becomes undefined lines.",
  "health.inbox.damaged":
    "Segments were set aside, since they could not be opened. Where the source still has the bytes, they are read again.",
  "health.logs.ok": "Logs are kept for seven days.",
  "health.logs.old": "Logs older than seven days are still there. May the supervisor write to the folder logs?",
  "health.copies.ok": "Every column, table and folder belongs to a store of the copy register.",
  "health.copies.unclassified":
    "Something here can hold personal data and belongs to no store of the copy register, so no search and no erasure reaches it. Was it made by hand? Take it away, or ask for a release that knows it.",
  "health.copies.unasked": "The clusters could not be asked what they hold.",
  "health.oldest.ok": "Nothing is older than its rule, measured on rows and keys.",
  "health.oldest.late":
    "Something is older than its rule and should be gone. Is the worker running, and is a job of the clean-up paused? Copies tells which product and class.",
  "health.oldest.unmeasured":
    "A company could not be measured. Look again in a minute; the log of the process says why.",
  "health.oldest.unasked": "How old the data is could not be measured.",
  "health.canary.gone": "Last night's canary stood in every store, was erased, and was found nowhere.",
  "health.canary.left":
    "Last night's canary was erased and still found. An erasure may leave something of a person too: gallra canary show says where.",
  "health.canary.missed":
    "Last night's canary was not seen in every store, so that its erasure proves less than it should: gallra canary show says where.",
  "health.canary.failed":
    "Last night's canary broke off. gallra canary show says at which step; gallra canary run tries it again.",
  "health.canary.late":
    "No canary has flown for more than 26 hours. Is the worker running, or the job paused? gallra canary run sends one now.",
  "health.canary.never": "No canary has flown yet. The first flies tonight; gallra canary run sends one now.",
  "health.canary.unasked": "The nights of the canary could not be read.",
  "health.processing.ok": "Every frame is accounted for, and no guard hears nothing.",
  "health.processing.missing":
    "Frames came in of which nothing became anything. Processing, Statistics of the company says of which source and day; keep its raw files and tell us.",
  "health.processing.silent":
    "A guard has heard nothing for longer than it was set to. Processing of the company says which source; look at its telephone system, the collector and the worker.",
  "health.processing.unjudged":
    "The guards of a company could not be judged. Look again in a minute; the log says why.",
  "health.processing.unasked": "Statistics and guards could not be asked.",
  "health.backups.none":
    "No backup is configured yet: this release makes none. Copy the clusters, the secrets and the ledger apart from each other.",
} as const;

export type HealthSentence = keyof typeof HEALTH_SENTENCES;

/** What a check found. Figures are numbers, moments (ISO 8601) and words from closed sets; never a name. */
export interface HealthResult {
  readonly id: string;
  readonly state: HealthState;
  readonly sentence: HealthSentence;
  readonly figures: Readonly<Record<string, number | string | null>>;
}
