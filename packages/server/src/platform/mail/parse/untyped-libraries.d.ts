/** Mailgun's talon in JavaScript; only its plain-text half is used, which needs no DOM. */
declare module 'planer' {
  const planer: { extractFrom(text: string, contentType: 'text/plain'): string };
  export default planer;
}
