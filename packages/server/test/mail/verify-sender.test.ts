import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { checkSignatures } from '../../src/platform/mail/authenticate/check-signatures.ts';
import { openDns, type DnsResolver } from '../../src/platform/mail/authenticate/dns.ts';
import { NO_SIGNATURES } from '../../src/platform/mail/authenticate/read-signatures.ts';
import { verifySender } from '../../src/platform/mail/authenticate/verify-sender.ts';
import { passedOn, signed, stub } from './stub-dns.ts';

const mail = (from: string, body = 'Please look at claim 7.\r\n') =>
  `From: ${from}\r\nTo: claims@desk.test\r\nSubject: Claim\r\nDate: Sun, 22 Nov 2026 08:00:00 +0000\r\n` +
  `Message-ID: <1@bank.test>\r\n\r\n${body}`;

const from = (remoteAddress: string, envelopeFrom: string) => ({ remoteAddress, envelopeFrom, helo: 'mx.test' });

const elsewhere = from('203.0.113.5', 'bounces@evil.test');

const verify = (raw: string, envelope = elsewhere, author = 'ann@bank.test', sealers: readonly string[] = []) =>
  verifySender(Buffer.from(raw), envelope, author, stub, sealers);

describe('who sent a mail', () => {
  test('is proven by SPF of the From domain', async () => {
    const found = await verify(mail('Ann <ann@bank.test>'), from('192.0.2.10', 'ann@bank.test'));
    expect(found).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'pass', dmarcPolicy: 'reject' });
  });

  test('is proven by a DKIM signature of the From domain, whoever handed the mail over', async () => {
    const found = await verify(await signed(mail('Ann <ann@bank.test>'), 'bank.test'));
    expect(found).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
  });

  test('is denied where the domain asks to reject what it did not send', async () => {
    expect(await verify(mail('Ann <ann@bank.test>'))).toMatchObject({ dmarc: 'fail', dmarcPolicy: 'reject' });
  });

  test('is denied when the text was changed on its way', async () => {
    const raw = (await signed(mail('Ann <ann@bank.test>'), 'bank.test')).replace('claim 7', 'claim 8');
    expect(await verify(raw)).toMatchObject({ dkim: 'fail', dmarc: 'fail' });
  });

  test('is not proven by a signature over the first part of the body alone', async () => {
    const raw = `${await signed(mail('Ann <ann@bank.test>'), 'bank.test', { maxBodyLength: 10 })}And pay it to me.\r\n`;
    expect(await verify(raw)).toMatchObject({ dkim: 'fail', dmarc: 'fail' });
  });

  test.each(['Ann <ann@bank.test>', '"ann@bank.test" <mallory@evil.test>', 'mallory@evil.test (ann@bank.test)'])(
    'is not proven by another domain’s pass: %s',
    async (author) => {
      const raw = await signed(mail(author), 'evil.test');
      const found = await verify(raw, from('203.0.113.5', 'mallory@evil.test'));
      expect(found.dmarc).not.toBe('pass');
    },
  );

  test.each(['"ann@bank.test" <mallory@evil.test>', '=?utf-8?q?ann=40bank.test?=', 'ann@bank.test, , <>', ''])(
    'is denied whatever else could be read out of the header: %s',
    async (author) => {
      const raw = await signed(mail(author), 'evil.test');
      const found = await verify(raw, from('203.0.113.5', 'mallory@evil.test'));
      expect(found).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'fail', dmarcPolicy: 'reject' });
    },
  );

  test('stays open where the domain says nothing', async () => {
    const found = await verify(mail('Ann <ann@quiet.test>'), elsewhere, 'ann@quiet.test');
    expect(found).toMatchObject({ dmarc: 'none', dmarcPolicy: null });
  });

  test('stays open when DNS is out of reach', async () => {
    const silence: DnsResolver = () => Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }));
    const found = await verifySender(Buffer.from(mail('Ann <ann@bank.test>')), elsewhere, 'ann@bank.test', silence);
    expect(found).toMatchObject({ dmarc: 'temperror', dmarcPolicy: null });
  });
});

describe('a signature that leaves out what the desk acts on', () => {
  const whole = 'From:To:Cc:Subject:In-Reply-To:References:Message-ID:Date';

  test.each([
    ['a Cc that was added', (raw: string) => `Cc: mallory@evil.test\r\n${raw}`, ['Cc']],
    ['a second To on top', (raw: string) => `To: mallory@evil.test\r\n${raw}`, ['To']],
    [
      'references to another ticket',
      (raw: string) => `References: <9@desk.test>\r\nIn-Reply-To: <9@desk.test>\r\n${raw}`,
      ['In-Reply-To', 'References'],
    ],
    ['nothing, when nothing was added', (raw: string) => raw, undefined],
  ])('%s is told', async (_, change, unsigned) => {
    const raw = change(await signed(mail('Ann <ann@bank.test>'), 'bank.test', { headerList: whole }));
    const found = await verify(raw);
    expect(found).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    expect(found.unsigned).toEqual(unsigned);
  });

  test('says nothing where the domain’s own server handed it over', async () => {
    const raw = `Cc: carl@bank.test\r\n${await signed(mail('Ann <ann@bank.test>'), 'bank.test', { headerList: 'From' })}`;
    const found = await verify(raw, from('192.0.2.10', 'ann@bank.test'));
    expect(found).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass', dmarcPolicy: 'reject' });
  });
});

describe('behind a mailing list that changed the mail and sealed it (ARC)', () => {
  const tagged = (text: string) => text.replace('Subject: ', 'Subject: [claims] ').concat('-- \r\nList footer\r\n');
  const annsMail = () => signed(mail('Ann <ann@bank.test>'), 'bank.test');
  const sealerOf = async (raw: string, trusted: string[]) => {
    const found = await verify(raw, elsewhere, 'ann@bank.test', trusted);
    expect(found).toMatchObject({ dmarc: 'fail', dmarcPolicy: 'reject' });
    return found.arcSealer;
  };

  test('a trusted list vouches for the sender', async () => {
    expect(await sealerOf(await passedOn(await annsMail(), 'lists.test', tagged), ['lists.test'])).toBe('lists.test');
  });

  test('a trusted list behind a trusted forwarder does; behind one that is not trusted, it does not', async () => {
    const raw = await passedOn(await passedOn(await annsMail(), 'lists.test', tagged), 'forwarder.test');
    expect(await sealerOf(raw, ['lists.test', 'forwarder.test'])).toBe('lists.test');
    expect(await sealerOf(raw, ['lists.test'])).toBeUndefined();
    expect(await sealerOf(raw, ['forwarder.test'])).toBeUndefined();
  });

  test.each<[string, (raw: string) => Promise<string>, string[]]>([
    ['nobody is trusted', (raw) => passedOn(raw, 'lists.test', tagged), []],
    ['somebody else is trusted', (raw) => passedOn(raw, 'lists.test', tagged), ['notlists.test', 's.test']],
    ['the list itself saw DMARC fail', (raw) => passedOn(tagged(raw), 'lists.test'), ['lists.test']],
    [
      'it was changed after the seal',
      async (raw) => (await passedOn(raw, 'lists.test', tagged)).replace('claim 7', 'claim 8'),
      ['lists.test'],
    ],
    [
      'a Cc was added after the seal',
      async (raw) => `Cc: mallory@evil.test\r\n${await passedOn(raw, 'lists.test', tagged)}`,
      ['lists.test'],
    ],
    [
      'the results under the seal were rewritten',
      async (raw) => (await passedOn(tagged(raw), 'lists.test')).replaceAll('dmarc=fail', 'dmarc=pass'),
      ['lists.test'],
    ],
  ])('nobody does when %s', async (_, make, trusted) => {
    expect(await sealerOf(await make(await annsMail()), trusted)).toBeUndefined();
  });

  test('the list’s pass for its own domain is no pass for another From', async () => {
    const raw = await passedOn(await signed(mail('Mallory <m@evil.test>'), 'evil.test'), 'lists.test', (text) =>
      tagged(text).replace('Mallory <m@evil.test>', 'Ann <ann@bank.test>'),
    );
    expect(await sealerOf(raw, ['lists.test'])).toBeUndefined();
  });
});

describe('a mail that takes long to check', () => {
  const signatures = (count: number) =>
    Array.from(
      { length: count },
      (_, n) =>
        `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${n}.evil.test; s=k; l=${n * 1_000}; bh=A; h=from; b=A\r\n`,
    ).join('');

  test('is denied all the same where the domain asks for it, and keeps nobody waiting', async () => {
    const raw = Buffer.from(`${signatures(900)}${mail('Ann <ann@bank.test>', ' \r\n'.repeat(1_000_000))}`);
    const delay = monitorEventLoopDelay();
    delay.enable();
    const found = await checkSignatures(raw, elsewhere, stub, 300);
    delay.disable();
    expect(found).toEqual(NO_SIGNATURES);
    expect(delay.max / 1e6).toBeLessThan(300);
    expect(await verify(mail('Ann <ann@bank.test>'))).toMatchObject({ dmarc: 'fail', dmarcPolicy: 'reject' });
  });

  test('has five signatures looked at, and no more names asked for', async () => {
    const asked = new Set<string>();
    const dns: DnsResolver = (name, type) => {
      asked.add(name);
      return stub(name, type);
    };
    const raw = await signed(mail('Ann <ann@bank.test>'), 'bank.test');
    const among = (before: number) =>
      verifySender(Buffer.from(`${signatures(before)}${raw}`), elsewhere, 'ann@bank.test', dns);
    expect(await among(4)).toMatchObject({ dmarc: 'pass' });
    expect(await among(5)).toMatchObject({ dmarc: 'fail' });
    expect(asked.size).toBeLessThan(20);
  });
});

describe('asking DNS', () => {
  test('remembers what was found and what was not', async () => {
    const asked: string[] = [];
    let now = 0;
    const dns = openDns(
      (name, type) => {
        asked.push(name);
        return stub(name, type);
      },
      () => now,
    );
    for (const _ of [1, 2]) {
      await dns('bank.test', 'TXT');
      await dns('quiet.test', 'TXT').catch(() => null);
    }
    expect(asked).toEqual(['bank.test', 'quiet.test']);
    now = 301_000;
    await dns('bank.test', 'TXT');
    expect(asked).toHaveLength(3);
  });

  test('does not let every mail wait for a dead network', async () => {
    let asked = 0;
    let now = 0;
    const dns = openDns(
      () => {
        asked += 1;
        return Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }));
      },
      () => now,
    );
    for (const name of ['a.test', 'b.test', 'c.test']) {
      await expect(dns(name, 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    }
    // The first, and one by which the network is told from a domain whose servers are silent.
    expect(asked).toBe(2);
    now = 31_000;
    await expect(dns('d.test', 'TXT')).rejects.toThrow('silence');
    expect(asked).toBe(4);
  });

  test('goes on asking about others when the servers of one domain are silent', async () => {
    const dns = openDns((name, type) => {
      if (name === 'com') return Promise.resolve(['a.gtld-servers.net']);
      return name.endsWith('evil.test')
        ? Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }))
        : stub(name, type);
    });
    const forged = (author: string) =>
      verifySender(Buffer.from(mail(author)), from('203.0.113.5', 'm@evil.test'), author, dns);
    expect(await forged('m@evil.test')).toMatchObject({ dmarc: 'temperror' });
    expect(await forged('ann@bank.test')).toMatchObject({ dmarc: 'fail', dmarcPolicy: 'reject' });
  });
});
