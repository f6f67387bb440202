import { commentMutations } from './comment-mutations.ts';
import { commentType } from './comment-type.ts';
import { previewReplyQuery } from './preview-reply.ts';

export const resolvers = [commentType, commentMutations, previewReplyQuery];
