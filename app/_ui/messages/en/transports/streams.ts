/** What all streams have in common. */
export const streams = {
  "job.forget-streams.title": "Ended connections",
  "job.forget-transfers.title": "Old transfer sessions",
  "job.forget-transfers.help": "Deletes transfer sessions that are older than 400 days. They are counts alone.",
  "job.forget-streams.help":
    "Forgets how far connections came that ended a week ago: nothing of them can arrive any more.",
} as const;
