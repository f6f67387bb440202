export { changeSideConversation } from './change-side-conversation.ts';
export { replyToSideConversation } from './reply-to-side-conversation.ts';
export { startSideConversation } from './start-side-conversation.ts';
export { recipientsOf, sideEvent } from './plan-side-message.ts';
export { loadSideConversation, type SideConversationState } from './side-state.ts';
export { sideConversationById } from './side-conversation.reader.ts';
export { sideMessageById } from './side-message.reader.ts';
export { resolvers } from './resolvers/index.ts';
