/** My account, step-up and the people page. */
export const account = {
  "stepUp.title": "Confirm that it is you",
  "stepUp.why":
    "Erasing, exporting and changing rights ask for your password when it is more than 15 minutes since you gave it.",
  "stepUp.password": "Your password",
  "stepUp.submit": "Continue",
} as const;
