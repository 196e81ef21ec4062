/** What can hinder a message about alarms: a code in the database, a sentence for the reader. Never a word of the other side. */
export const DELIVERY_PROBLEMS = {
  "delivery.no-relay": "No mail relay is set. A system administrator enters it under Maintenance, Alarm messages.",
  "delivery.relay-damaged":
    "The password of the mail relay does not open. A system administrator enters the relay again.",
  "delivery.secret-damaged": "The address of the webhook does not open. Enter it again.",
  "delivery.network-refused":
    "Gallra may not connect there. The operator allows a network with gallra permit network on the machine of the worker.",
  "delivery.name-unknown": "The host name cannot be resolved. Check its spelling and the machine's name servers.",
  "delivery.unreachable": "The other side does not answer there, or has closed the connection.",
  "delivery.timed-out": "The other side did not answer in time.",
  "delivery.certificate-invalid":
    "The certificate of the other side cannot be trusted: no known authority vouches for it, it has ended, or it is made out to another name.",
  "delivery.pin-changed": "The other side shows another certificate than the one whose fingerprint was entered.",
  "delivery.no-encryption":
    "The mail relay offers no encryption, so nothing was sent. Choose another port or relay, or say that it may go unencrypted.",
  "delivery.protocol-broken": "The other side does not speak as expected. Check port, encryption and address.",
  "delivery.wrong-credentials": "The other side refused the user name or the password, or wants one.",
  "delivery.sender-refused": "The mail relay refused the sender's address.",
  "delivery.recipient-refused": "The mail relay refused the recipient's address. Check its spelling.",
  "delivery.message-refused": "The other side refused the message.",
  "delivery.redirected":
    "The webhook sends the call elsewhere, which is not followed. Enter the address that it names, if you trust it.",
  "delivery.gone": "The webhook says that it is gone for good. Enter another address, or remove it.",
  "delivery.other-side-failed": "The other side answers that it has failed itself.",
  "delivery.rate-limited": "The other side asks for fewer messages. It is tried again when it allows it.",
  "delivery.failed": "The message could not be sent. The worker's log names the kind of error.",
  "delivery.removed": "The recipient was removed before it was sent.",
  "delivery.acknowledged": "Somebody had taken note of the alarm before it was sent.",
  "delivery.over-meanwhile": "The alarm was over before it could be told.",
} as const;

export type DeliveryProblem = keyof typeof DELIVERY_PROBLEMS extends `delivery.${infer Code}` ? Code : never;
