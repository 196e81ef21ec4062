/** How long the audit itself is kept. */
export const auditRule = {
  "class.audit": "Audit",
  "auditRule.title": "The audit",
  "auditRule.change": "How long the audit is kept",
  "auditRule.lead": "Who did what is kept so long; then it goes every night, and a signed checkpoint stands for it.",
  "auditRule.there": {
    one: "There is {count} entry, of {day}.",
    other: "There are {count} entries, the oldest of {day}.",
  },
  "auditRule.days": "Days after the day of the entry",
  "auditRule.least": { one: "At least {count} day.", other: "At least {count} days." },
  "auditRule.goes": {
    one: "{count} entry goes at once and cannot come back.",
    other: "{count} entries go at once and cannot come back.",
  },
  "auditRule.goesOn": {
    one: "On {day} {count} entry goes and cannot come back. Until then this can be cancelled.",
    other: "On {day} {count} entries go and cannot come back. Until then this can be cancelled.",
  },
  "auditRule.cooling": {
    one: "On {day} {count} entry of the audit goes, of what is there now.",
    other: "On {day} {count} entries of the audit go, of what is there now.",
  },
  "auditRule.monthsEnd": {
    one: "The key of {count} month is destroyed: nobody can tell any more whom its entries were about.",
    other: "The keys of {count} months are destroyed: nobody can tell any more whom their entries were about.",
  },
  "auditRule.monthsMoved": {
    one: "The key of {count} month gets another end.",
    other: "The keys of {count} months get another end.",
  },
  "auditRule.checkpoint":
    "The chain verifies on from the checkpoint. What went before it can be proved by copies of the heads alone.",
} as const;
