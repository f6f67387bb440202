import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256 keys are made from the desk's secrets, one for each purpose. */
function keyOf(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'copydesk', purpose, 32));
}

/**
 * A text that is kept where others may read: `v1.` and base64url of IV, AES-256-GCM text and tag. The newest secret seals.
 *
 * @param purpose of what kind it is and whose: opened for another purpose, it is unreadable
 */
export function seal(secrets: readonly string[], purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secrets[0] ?? '', purpose), iv);
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${sealed.toString('base64url')}`;
}

/** What was sealed, by any of the secrets; null: by none of them, or it was changed. `isOld`: seal it again. */
export function unseal(
  secrets: readonly string[],
  purpose: string,
  sealed: string,
): { text: string; isOld: boolean } | null {
  const [version, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) return null;
  for (const [at, secret] of secrets.entries()) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      return { text: text.toString('utf8'), isOld: at > 0 };
    } catch {
      // Not by this one.
    }
  }
  return null;
}
