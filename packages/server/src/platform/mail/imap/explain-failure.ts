import type { ImapFlowError } from 'imapflow';

/** A mailbox cannot be read, or a message in it not be dealt with. `message` is a sentence for an admin, with the remedy. */
export class MailboxFailure extends Error {
  override name = 'MailboxFailure';
}

type Where = { host: string; port: number; mailbox: string };
type Explanation = [test: (error: ImapFlowError) => boolean, say: (where: Where, error: ImapFlowError) => string];

const hasCode = (...codes: string[]) => {
  const known = new Set(codes);
  return ({ code }: ImapFlowError) => code !== undefined && known.has(code);
};
const isOfCertificate = ({ code = '' }: ImapFlowError) => /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/u.test(code);

const EXPLANATIONS: readonly Explanation[] = [
  [
    ({ authenticationFailed }) => authenticationFailed === true,
    ({ host }) => `${host} refuses the user name or the password: correct them here, or allow IMAP at the provider.`,
  ],
  [
    ({ mailboxMissing }) => mailboxMissing === true,
    ({ host, mailbox }) => `There is no mailbox "${mailbox}" at ${host}: correct its name, or make it there.`,
  ],
  [hasCode('ENOTFOUND', 'EAI_AGAIN'), ({ host }) => `No server is known by the name ${host}: correct it.`],
  [
    hasCode('ECONNREFUSED'),
    ({ host, port }) => `Nothing listens at ${host}, port ${port}: correct them, or start the server.`,
  ],
  [
    hasCode('CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'ETIMEDOUT', 'ETIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'),
    ({ host, port }) => `${host}, port ${port}, does not answer in time; it is tried again.`,
  ],
  [
    isOfCertificate,
    ({ host }, { message }) =>
      `The certificate of ${host} is not trusted (${message}): give the name that stands in it.`,
  ],
  [
    (error) => error.tlsFailed === true || /ERR_SSL|EPROTO/u.test(error.code ?? ''),
    ({ host, port }) =>
      `${host}, port ${port}, does not speak that kind of encryption: choose another security or port.`,
  ],
  [
    hasCode(
      'NoConnection',
      'ECONNRESET',
      'EConnectionClosed',
      'EPIPE',
      'ClosedAfterConnectTLS',
      'ClosedAfterConnectText',
    ),
    ({ host }) => `The connection to ${host} broke; it is tried again.`,
  ],
];

/** What went wrong at a mail server, as a sentence. */
export function explainFailure(where: Where, error: unknown): string {
  if (error instanceof MailboxFailure) return error.message;
  const failed = error as ImapFlowError;
  const found = EXPLANATIONS.find(([test]) => test(failed) || (failed._err !== undefined && test(failed._err)));
  if (found) return found[1](where, failed);
  const said = failed.responseText ?? failed.message;
  return `Reading ${where.mailbox} at ${where.host} failed (${said.slice(0, 300)}); it is tried again.`;
}
