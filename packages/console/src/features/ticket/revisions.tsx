import { useQuery } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { DayOrClock } from '../../design/relative-time.tsx';
import { Trouble, Waiting } from '../../design/states.tsx';
import { CommentRevisionsDocument } from '../../gql/graphql.ts';
import classes from './revisions.module.css';

/** What a comment said before it was edited, newest first; asked for when it is opened. */
export function Revisions({ commentId }: { commentId: string }) {
  const [{ data, error }, again] = useQuery({
    query: CommentRevisionsDocument,
    variables: { id: commentId },
    requestPolicy: 'network-only',
  });
  const revisions = data?.node && 'revisions' in data.node ? data.node.revisions : null;
  return (
    <section className={classes.panel} aria-label="Earlier texts">
      {revisions === null ? (
        error ? (
          <Trouble what="The earlier texts could not be read" why={errorSentence(error) ?? ''} again={() => again()} />
        ) : (
          <Waiting label="Reading the earlier texts" rows={1} />
        )
      ) : (
        <ol>
          {revisions.toReversed().map((revision) => (
            <li key={revision.replacedAt} className={classes.revision}>
              <p className={classes.head}>
                Until <DayOrClock at={revision.replacedAt} />
                {revision.replacedBy ? `, when ${revision.replacedBy.name} edited it` : ''}
              </p>
              <p className={classes.text} dir="auto">
                {revision.bodyText}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
