import { median } from '../measure.ts';
import type { Further } from '../report.ts';
import { observe, type Audience } from './audience.ts';
import { mailsWritten, postBody } from './post-comment.ts';

/** How long somebody waits for the answer to a post whose ticket many watch; beside one that nobody watches. */
export async function measurePoster(audience: Audience): Promise<Further> {
  const { bench, http, ticketIds, unwatched } = audience;
  const [watched, alone]: [number[], number[]] = [[], []];
  const post = async (ticketId: string, waits: number[]) => {
    // One after another, as soon as the answer is there: the frames of the posts before are still on their way.
    for (let event = 0; event < bench.plan.eventsPerRound; event += 1) {
      const from = performance.now();
      await http.request(postBody(ticketId));
      waits.push(performance.now() - from);
    }
  };
  for (let round = 0; round < bench.plan.rounds; round += 1) {
    await observe(audience, bench.plan.eventsPerRound, () => post(ticketIds[0]!, watched));
    await mailsWritten(bench);
    await post(unwatched, alone);
    await mailsWritten(bench);
  }
  return {
    what: 'p50 of who posts as fast as answers come, watched and unwatched',
    unit: 'ms',
    desk: median(watched),
    limit: median(alone),
    atMost: 2,
  };
}
