/** What bulk tickets are made of. */
export const firstNames = [
  'Ada',
  'Bela',
  'Chidi',
  'Dana',
  'Emil',
  'Fumiko',
  'Greta',
  'Hassan',
  'Ines',
  'Jonas',
  'Kaya',
  'Liam',
];
export const lastNames = [
  'Abbott',
  'Brandt',
  'Costa',
  'Diallo',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jensen',
  'Kim',
];
export const subjects = [
  'Parcel has not arrived',
  'Wrong item in the box',
  'Invoice shows the old address',
  'How do I return a gift?',
  'Charged twice for one order',
  'Delivery on a Saturday',
  'Item broke after a week',
];
const sentences = [
  'Thank you for looking into this so quickly.',
  'The order was placed on Monday and confirmed by mail within the hour.',
  'I have attached the receipt, and the number on the label is the one I gave you on the phone.',
  'We have asked the carrier for a trace; they answer within two working days.',
  'Please tell me whether you need anything else from my side.',
  'The replacement leaves the warehouse tomorrow morning, and you will get the tracking number by mail.',
  'My neighbour was at home all day and nobody rang.',
  'It says delivered, but there is nothing at the door, in the garage or at the reception.',
  'According to the terms this is covered, so there is no charge for you.',
];

/** A comment has two to five sentences. */
export const LENGTHS = 4;
export const OPENINGS = sentences.length;

/** All comments there are: those that open with the first sentence by their lengths, then those with the second … */
export const bodies = sentences.flatMap((_, opening) =>
  Array.from({ length: LENGTHS }, (_none, length) =>
    Array.from({ length: length + 2 }, (_nothing, at) => sentences[(opening + at * 2) % OPENINGS]).join(' '),
  ),
);
