import { randomUUID } from "node:crypto";
import type { Permission } from "#server/domain/permissions.ts";
import type { Fixture } from "./fixtures.ts";
import type { Place } from "./world.ts";

type Make = (needs: Permission, input?: (at: Place) => unknown) => Fixture;

/** Of guards, alarms and whom they are told. */
export function alarmFixtures(of: Make, wide: Make): Readonly<Record<string, Fixture>> {
  return {
    "guards.show": of("processing.see"),
    "guards.set": of("processing.change", ({ sourceId }) => ({ sourceId, minutes: 30, calendar: null })),
    "guards.drop": of("processing.change", ({ sourceId }) => ({ sourceId })),
    "guards.history": of("processing.see", () => ({})),
    "guards.acknowledge": of("processing.see", () => ({ alarmId: randomUUID() })),
    "alarms.recipients": of("alarm.change"),
    "alarms.save": of("alarm.change", () => ({
      way: "mail",
      address: `alarm-${randomUUID()}@example.org`,
      language: "sv",
      scope: "all",
    })),
    "alarms.drop": of("alarm.change", ({ recipientId }) => ({ id: recipientId })),
    "alarms.test": of("alarm.change", ({ recipientId }) => ({ id: recipientId })),
    "alarms.messages": of("alarm.change", () => ({})),
    "alarms.installationRecipients": wide("maintenance.run"),
    "alarms.installationSave": wide("maintenance.run", () => ({
      way: "mail",
      address: `alarm-${randomUUID()}@example.org`,
      language: "en",
      scope: "all",
    })),
    "alarms.installationDrop": wide("maintenance.run", ({ recipientId }) => ({ id: recipientId })),
    "alarms.installationTest": wide("maintenance.run", ({ recipientId }) => ({ id: recipientId })),
    "alarms.installationMessages": wide("maintenance.run", () => ({})),
    "alarms.installationHistory": wide("maintenance.run", () => ({})),
    "alarms.installationAcknowledge": wide("maintenance.run", () => ({ alarmId: randomUUID() })),
    "alarms.relay": wide("maintenance.run"),
    "alarms.setRelay": wide("maintenance.run", () => ({
      host: "mail.example",
      port: 587,
      security: "starttls",
      username: null,
      password: null,
      sender: "gallra@gallra.example",
      portal: null,
    })),
    "alarms.dropRelay": wide("maintenance.run"),
  };
}
