export { attachmentRoutes } from './attachment-routes.ts';
export { addComment, planComment, type AddComment, type AddedComment } from './add-comment.ts';
export { makeCommentInternal } from './make-comment-internal.ts';
export { previewReply, type PreviewedReply } from './preview-reply.ts';
export { commentById, type CommentRow } from './comment.reader.ts';
export { resolvers } from './resolvers/index.ts';
