import { layoutDriver } from "../layout/layout-driver.ts";

/** Call information logging of MX-ONE, whose output each site defines (docs/drivers/mx-one-template.md). */
export const mxOneTemplate = layoutDriver({
  id: "mx-one-template",
  title: "Mitel MX-ONE, template",
  formats: ["csv"],
  confirmed: {
    by: "unconfirmed",
    note: "A template: MX-ONE writes what the site defines. Define its output as the documentation says, or give the site's layout.",
  },
  from: "template",
  layout: {
    kind: "delimited",
    delimiter: "semicolon",
    size: { from: 8, to: 30 },
    fields: {
      date: 1,
      clock: 2,
      duration: 3,
      ring: 4,
      calling: 5,
      called: 6,
      dialled: 7,
      connected: 8,
      trunk: 9,
      account: 10,
      name: 11,
      condition: 12,
    },
    "not calls": [
      {
        when: [
          { field: "clock", "is blank": false },
          { field: "date", "begins with": ["D", "d", "S", "s"] },
        ],
        because: "header",
      },
    ],
    time: [{ of: "start", date: "date", clock: "clock", format: "ymd" }],
    duration: { field: "duration", format: "clock", blank: "zero" },
    ring: { field: "ring", format: "clock" },
    direction: { "by sides": true },
    disposition: { "by duration": true },
    trunk: "trunk",
    values: [
      { role: "calling", from: "calling" },
      { role: "called", from: ["called", "connected", "dialled"] },
      { role: "dialled", from: "dialled" },
      { role: "transferred", from: "connected" },
      { role: "redirecting", from: "account", digits: 6 },
      { role: "calling", class: "name", from: "name" },
    ],
  },
});
