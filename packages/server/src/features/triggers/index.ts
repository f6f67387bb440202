export { changeTrigger, createTrigger, deleteTrigger } from './configure-triggers.ts';
export { placeTriggersCursor, startTriggers } from './start-triggers.ts';
export { runTriggers, type TriggerBatch } from './run-triggers.ts';
export { triggerNode } from './resolvers/trigger-type.ts';
export { resolvers } from './resolvers/index.ts';
