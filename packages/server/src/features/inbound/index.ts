export { openInboundDoor, startInboundJobs } from './inbound-jobs.ts';
export { isKnownRecipient } from './known-recipient.ts';
export { processMessage } from './process-message.ts';
export { receiveRawMail } from './receive-raw-mail.ts';
