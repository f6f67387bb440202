export { attachmentRoutes } from './attachment-routes.ts';
export { addComment, planComment, type AddComment, type AddedComment } from './add-comment.ts';
export { deleteComment } from './delete-comment.ts';
export { editComment, type ChangedComment, type EditComment } from './edit-comment.ts';
export { makeCommentInternal } from './make-comment-internal.ts';
export { previewReply, type PreviewedReply } from './preview-reply.ts';
export { commentById, expectComments, type CommentRow } from './comment.reader.ts';
export { resolvers } from './resolvers/index.ts';
