export { issueRatingLinks, type AskedToRate, type RatingLinks } from './rating-links.ts';
export { anyRatingById, closureSeqOf, ratingsByTicketId, type RatingRow } from './rating.reader.ts';
export { ratedTicket, rateTicket } from './rate-ticket.ts';
export { ratingById } from './resolvers/rating-type.ts';
export { resolvers } from './resolvers/index.ts';
export { ratingRoutes } from './rate-routes.ts';
