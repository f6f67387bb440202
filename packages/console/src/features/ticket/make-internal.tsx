import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { Confirm } from '../../design/confirm.tsx';
import { MakeCommentInternalDocument } from '../../gql/graphql.ts';

type Props = { commentId: string; opened: boolean; close: () => void };

/** Asks before a public comment becomes internal, because that is for good. */
export function MakeInternal({ commentId, opened, close }: Props) {
  const [, run] = useMutation(MakeCommentInternalDocument);
  return (
    <Confirm
      {...{ opened, close }}
      title="Make this comment internal?"
      keep="Keep it public"
      go="Make internal"
      run={async () => {
        const result = await run({ input: { commentId } });
        return result.data?.makeCommentInternal.errors[0]?.message ?? errorSentence(result.error) ?? null;
      }}
    >
      <p>
        Customers no longer see it in the help center or by any other way into the desk. Mails that were sent stay where
        they are. It stays internal for good: it cannot be made public again.
      </p>
    </Confirm>
  );
}
