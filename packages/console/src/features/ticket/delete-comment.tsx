import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { Confirm } from '../../design/confirm.tsx';
import { DeleteCommentDocument, type CommentPartsFragment } from '../../gql/graphql.ts';

type Props = {
  comment: Pick<CommentPartsFragment, 'id' | 'visibility'>;
  /** Who hears of it, as a sentence. */
  told: string | null;
  opened: boolean;
  close: () => void;
};

/** Asks before a comment is deleted, because it does not come back. */
export function DeleteComment({ comment, told, opened, close }: Props) {
  const [, run] = useMutation(DeleteCommentDocument);
  return (
    <Confirm
      {...{ opened, close }}
      title="Delete this comment?"
      keep="Keep it"
      go="Delete for good"
      run={async () => {
        const result = await run({ input: { commentId: comment.id } });
        return result.data?.deleteComment.errors[0]?.message ?? errorSentence(result.error) ?? null;
      }}
    >
      <p>
        Its text, its earlier texts and its files are gone for good, for everybody. The team goes on seeing that there
        was one.
      </p>
      {told === null ? null : <p>{told}</p>}
      {comment.visibility === 'PUBLIC' ? <p>Mails that were sent stay where they are.</p> : null}
    </Confirm>
  );
}
