export { startNotifications } from './start-notifications.ts';
export { placeNotificationsCursor } from './event-page.ts';
export { consumeBatch, type Batch } from './consume-batch.ts';
export { startDelivery, deliverMessage, type Delivery } from './deliver-message.ts';
export { messageIdOf, rootIdOf, deskHost } from './message-headers.ts';
export { issueReplyTokens, makeReplyToken, replyAddressOf } from './reply-address.ts';
export { outboundMessageById } from './sent-mail.reader.ts';
export { resolvers } from './resolvers/index.ts';
