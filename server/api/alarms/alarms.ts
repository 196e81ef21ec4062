import { router } from "../trpc.ts";
import { drop } from "./drop.ts";
import { dropRelay } from "./drop-relay.ts";
import { installationAcknowledge } from "./installation-acknowledge.ts";
import { installationDrop } from "./installation-drop.ts";
import { installationHistory } from "./installation-history.ts";
import { installationMessages } from "./installation-messages.ts";
import { installationRecipients } from "./installation-recipients.ts";
import { installationSave } from "./installation-save.ts";
import { installationTest } from "./installation-test.ts";
import { messages } from "./messages.ts";
import { recipients } from "./recipients.ts";
import { relay } from "./relay.ts";
import { save } from "./save.ts";
import { setRelay } from "./set-relay.ts";
import { testRecipient } from "./test-recipient.ts";

/** Whom alarms are told by mail and webhook: of a company, and of the installation. */
export const alarms = router({
  recipients,
  save,
  drop,
  test: testRecipient,
  messages,
  installationRecipients,
  installationSave,
  installationDrop,
  installationTest,
  installationMessages,
  installationHistory,
  installationAcknowledge,
  relay,
  setRelay,
  dropRelay,
});
